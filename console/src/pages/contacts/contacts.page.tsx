import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApi, useApiList, useMay } from '../../api/queries.ts';
import { Button, buttonClass } from '../../components/button.tsx';
import { useCustomFields } from '../../components/custom-fields.tsx';
import { ExportButton } from '../../components/export-button.tsx';
import { Choice, Field, Filters } from '../../components/field.tsx';
import { offering, useFilters } from '../../components/filters.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { List, type Column } from '../../components/list.tsx';
import { Page } from '../../components/page.tsx';
import { Empty, ErrorState, Loading } from '../../components/states.tsx';
import { AllTags } from '../../components/tag-editor.tsx';
import { Tags } from '../../components/tags.tsx';
import { RelativeTime } from '../../components/time.tsx';
import { useAct } from '../../components/use-act.ts';
import { useSettled } from '../../components/use-settled.ts';
import { useText } from '../../text/text.tsx';
import { useContactFields } from './contact-fields.ts';

const Contacts = graphql(`
  query Contacts($filter: ContactFilter, $after: String) {
    contacts(filter: $filter, first: 50, after: $after) {
      edges {
        node {
          id
          name
          phone
          email
          city
          createdAt
          tags {
            id
            name
            color
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
type Row = ResultOf<typeof Contacts>['contacts']['edges'][number]['node'];

const CreateContact = graphql(`
  mutation CreateContact($input: CreateContactInput!) {
    createContact(input: $input) {
      id
      name
    }
  }
`);

/** All contacts, newest first, and those that fit a search. */
export function ContactsPage() {
  const text = useText();
  const mayEdit = useMay('EDITOR');
  const [{ search, optedOut, tag }, setFilters] = useFilters(['search', 'optedOut', 'tag']);
  const { data: tags } = useApi(AllTags, {});
  const [words, setWords] = useSettled(search, (value) => setFilters({ search: value }));
  const [isCreating, setCreating] = useState(false);
  const filter = {
    text: search.trim() || null,
    optedOut: optedOut ? optedOut === 'yes' : null,
    tagIds: tag ? [tag] : null,
  };
  const isFiltered = Object.values(filter).some((value) => value !== null);
  const variables = { filter: isFiltered ? filter : null };
  const { nodes, isPending, error, hasMore, isLoadingMore, more } = useApiList(
    Contacts,
    variables,
    (data) => data.contacts,
  );
  const columns: Column<Row>[] = [
    { name: text.crm.name, of: ({ id, name }) => <Link href={`/contacts/${id}`}>{name}</Link> },
    { name: text.crm.phone, of: ({ phone }) => phone },
    { name: text.crm.email, of: ({ email }) => email },
    { name: text.crm.city, of: ({ city }) => city },
    { name: text.crm.tags, of: ({ tags }) => tags.length > 0 && <Tags of={tags} /> },
    { name: text.crm.created, of: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  ];
  const actions = mayEdit && (
    <>
      <ExportButton what="contacts" filter={variables.filter} />
      <Link className={buttonClass()} href="/import/contacts">
        {text.imports.link}
      </Link>
      <Button look="primary" onClick={() => setCreating(true)}>
        {text.contacts.fresh}
      </Button>
    </>
  );
  const list = (
    <List
      label={text.contacts.title}
      rows={nodes}
      columns={columns}
      keyOf={({ id }) => id}
      more={{ has: hasMore, loading: isLoadingMore, load: more }}
    />
  );
  const empty = isFiltered ? (
    <Empty title={text.contacts.noneFound} />
  ) : (
    <Empty title={text.contacts.empty}>{text.contacts.emptyHint}</Empty>
  );
  return (
    <Page title={text.contacts.title} lead={text.contacts.lead} actions={actions}>
      <Filters label={text.contacts.filters}>
        <Field
          label={text.contacts.search}
          type="search"
          maxLength={200}
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
        <Choice
          label={text.contacts.wish}
          value={optedOut}
          options={offering(optedOut, Object.entries(text.contacts.wishes), text.contacts.anyWish)}
          onChange={({ target }) => setFilters({ optedOut: target.value })}
        />
        <Choice
          label={text.contacts.tag}
          value={tag}
          options={offering(
            tag,
            tags?.tags.edges.map(({ node }) => [node.id, node.name] as const) ?? [],
            text.contacts.anyTag,
          )}
          onChange={({ target }) => setFilters({ tag: target.value })}
        />
      </Filters>
      {error && <ErrorState error={error} />}
      {isPending && !error ? <Loading /> : nodes.length > 0 ? list : !error && empty}
      {isCreating && <NewContact close={() => setCreating(false)} />}
    </Page>
  );
}

function NewContact({ close }: { close: () => void }) {
  const text = useText();
  const [, navigate] = useLocation();
  const { act, isPending, error } = useAct(CreateContact, { inForm: true });
  const custom = useCustomFields('CONTACT');
  const fields = [...useContactFields(), ...custom.fields];
  const submit = ({ name = '', phone, email, city, ...rest }: Record<string, string>) =>
    act(
      {
        input: {
          ...{ name, phone: phone || null, email: email || null, city: city || null },
          customFields: custom.changed(rest),
        },
      },
      ({ createContact }) => text.contacts.createdOne(createContact.name),
      ({ createContact }) => navigate(`/contacts/${createContact.id}`),
    );
  return (
    <FormDialog
      title={text.contacts.fresh}
      action={text.crm.create}
      fields={fields}
      {...{ submit, isPending, error, close }}
    />
  );
}

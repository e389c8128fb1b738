import { useState } from 'react';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApiList, useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { ForceDelete } from '../../components/force-delete.tsx';
import { FormDialog, type FormField } from '../../components/form-dialog.tsx';
import { List, type Column } from '../../components/list.tsx';
import { Card } from '../../components/page.tsx';
import { Empty, ErrorState, Loading } from '../../components/states.tsx';
import { Tags } from '../../components/tags.tsx';
import { Time } from '../../components/time.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';
import styles from './settings.module.css';

const TagsQuery = graphql(`
  query Tags($after: String) {
    tags(first: 50, after: $after) {
      edges {
        node {
          id
          name
          color
          createdAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
type Tag = ResultOf<typeof TagsQuery>['tags']['edges'][number]['node'];

const CreateTag = graphql(`
  mutation CreateTag($input: CreateTagInput!) {
    createTag(input: $input) {
      id
    }
  }
`);
const UpdateTag = graphql(`
  mutation UpdateTag($id: ID!, $input: UpdateTagInput!) {
    updateTag(id: $id, input: $input) {
      id
    }
  }
`);
const DeleteTag = graphql(`
  mutation DeleteTag($id: ID!, $force: Boolean) {
    deleteTag(id: $id, force: $force) {
      id
    }
  }
`);

/** The tags of the workspace; editors create, rename, recolor and delete them. */
export function TagsOfWorkspace() {
  const { tagsPage: text, crm } = useText();
  const mayEdit = useMay('EDITOR');
  const [asked, setAsked] = useState<'fresh' | Tag | null>(null);
  const { nodes, isPending, error, hasMore, isLoadingMore, more } = useApiList(TagsQuery, {}, ({ tags }) => tags);
  const close = () => setAsked(null);
  const columns: Column<Tag>[] = [
    { name: crm.name, of: (tag) => <Tags of={[tag]} /> },
    { name: crm.created, of: ({ createdAt }) => <Time at={createdAt} /> },
    ...(mayEdit
      ? [
          {
            name: crm.edit,
            of: (tag: Tag) => (
              <span className={styles.rowActions}>
                <Button aria-label={text.edit(tag.name)} onClick={() => setAsked(tag)}>
                  {crm.edit}
                </Button>
                <ForceDelete id={tag.id} name={tag.name} document={DeleteTag} words={text.deleteWords} />
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <Card title={crm.tags} actions={mayEdit && <Button onClick={() => setAsked('fresh')}>{text.fresh}</Button>}>
      <p>{text.lead}</p>
      {error && <ErrorState error={error} />}
      {isPending && !error && <Loading />}
      {!isPending && !error && nodes.length === 0 && <Empty title={text.empty}>{text.emptyHint}</Empty>}
      {nodes.length > 0 && (
        <List
          label={crm.tags}
          rows={nodes}
          columns={columns}
          keyOf={({ id }) => id}
          more={{ has: hasMore, loading: isLoadingMore, load: more }}
        />
      )}
      {asked === 'fresh' && <NewTag close={close} />}
      {asked && asked !== 'fresh' && <EditTag tag={asked} close={close} />}
    </Card>
  );
}

function useTagFields(tag?: Tag): FormField[] {
  const { crm, tagsPage } = useText();
  return [
    { name: 'name', label: crm.name, required: true, maxLength: 200, value: tag?.name ?? '' },
    { name: 'color', label: tagsPage.colour, type: 'color', value: tag?.color ?? '#6b7280' },
  ];
}

function NewTag({ close }: { close: () => void }) {
  const { tagsPage: text, crm } = useText();
  const { act, isPending, error } = useAct(CreateTag, { inForm: true });
  const fields = useTagFields();
  const submit = ({ name = '', color }: Record<string, string>) =>
    act({ input: { name, color } }, text.created(name), close);
  return <FormDialog title={text.fresh} action={crm.create} {...{ fields, submit, isPending, error, close }} />;
}

function EditTag({ tag, close }: { tag: Tag; close: () => void }) {
  const { tagsPage: text, crm, common } = useText();
  const { act, isPending, error } = useAct(UpdateTag, { inForm: true });
  const fields = useTagFields(tag);
  const submit = ({ name, color }: Record<string, string>) =>
    act({ id: tag.id, input: { name, color } }, crm.saved, close);
  return (
    <FormDialog title={text.edit(tag.name)} action={common.save} {...{ fields, submit, isPending, error, close }} />
  );
}

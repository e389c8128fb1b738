import { useState } from 'react';
import { Link } from 'wouter';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApi, useApiList, useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { useCustomFields } from '../../components/custom-fields.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Money } from '../../components/money.tsx';
import { Card, Facts, Page } from '../../components/page.tsx';
import { Path, PathParts } from '../../components/path.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { StartFor } from '../../components/start-by-hand.tsx';
import { TagEditor } from '../../components/tag-editor.tsx';
import { TaskParts, Tasks } from '../../components/tasks.tsx';
import { Time } from '../../components/time.tsx';
import { useAct } from '../../components/use-act.ts';
import { useNewsAbout } from '../../components/use-news-about.ts';
import { useText } from '../../text/text.tsx';
import { useContactFields } from './contact-fields.ts';
import styles from './contact.module.css';
import { DeleteContactButton } from './delete-contact.tsx';
import { MergeContactButton } from './merge-contact.tsx';
import { Messages } from './messages.tsx';

const ContactQuery = graphql(
  `
    query Contact($id: ID!) {
      contact(id: $id) {
        id
        name
        phone
        email
        address
        city
        region
        timeZone
        optedOutAt
        customFields
        createdAt
        updatedAt
        version
        tags {
          id
          name
          color
        }
        tasks {
          ...TaskParts
        }
        orders {
          id
          name
          value
          stage {
            name
          }
        }
      }
    }
  `,
  [TaskParts],
);
type Contact = ResultOf<typeof ContactQuery>['contact'];

const ContactPath = graphql(
  `
    query ContactPath($contactId: ID!, $after: String) {
      contactPath(contactId: $contactId, first: 30, after: $after) {
        ...PathParts
      }
    }
  `,
  [PathParts],
);
const UpdateContact = graphql(`
  mutation UpdateContact($id: ID!, $input: UpdateContactInput!, $expectedVersion: Int) {
    updateContact(id: $id, input: $input, expectedVersion: $expectedVersion) {
      id
    }
  }
`);
const LIVE = ['Contact', 'ContactPath', 'ContactMessages'];

/** A contact and everything about it. */
export function ContactPage({ params }: { params: Record<string, string | undefined> }) {
  const text = useText();
  const id = params.id!;
  const mayEdit = useMay('EDITOR');
  const [isEditing, setEditing] = useState(false);
  const { data, error, refetch } = useApi(ContactQuery, { id });
  const path = useApiList(ContactPath, { contactId: id }, ({ contactPath }) => contactPath);
  useNewsAbout(id, LIVE);
  const contact = data?.contact;
  if (!contact) {
    return (
      <Page title={text.contacts.one}>
        {error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading />}
      </Page>
    );
  }
  return (
    <Page
      title={contact.name}
      lead={<Link href="/contacts">{text.contacts.title}</Link>}
      actions={
        mayEdit && (
          <>
            <Button onClick={() => setEditing(true)}>{text.crm.edit}</Button>
            <StartFor about="contact" id={id} />
            <MergeContactButton id={id} name={contact.name} />
            <DeleteContactButton id={id} name={contact.name} />
          </>
        )
      }
    >
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      <div className={styles.columns}>
        <div className={styles.column}>
          <ContactFacts contact={contact} />
          <Orders orders={contact.orders} />
          <Tasks tasks={contact.tasks} about={{ contactId: id }} />
          <Messages contact={contact} />
        </div>
        <Card title={text.crm.path}>
          <Path {...path} />
        </Card>
      </div>
      {isEditing && <EditContact contact={contact} close={() => setEditing(false)} />}
    </Page>
  );
}

function ContactFacts({ contact }: { contact: Contact }) {
  const text = useText().crm;
  const { facts } = useCustomFields('CONTACT', contact.customFields);
  return (
    <Card title={text.contact}>
      <Facts
        of={[
          [text.phone, contact.phone],
          [text.email, contact.email],
          [text.address, contact.address],
          [text.city, contact.city],
          [text.region, contact.region],
          [text.timeZone, contact.timeZone],
          ...facts,
          [text.optedOut, contact.optedOutAt && <Time at={contact.optedOutAt} />],
          [text.created, <Time at={contact.createdAt} />],
          [text.changed, <Time at={contact.updatedAt} />],
        ]}
      />
      <TagEditor entityType="CONTACT" entityId={contact.id} tags={contact.tags} />
    </Card>
  );
}

function Orders({ orders }: { orders: Contact['orders'] }) {
  const text = useText().contacts;
  return (
    <Card title={text.orders}>
      {orders.length === 0 && <p className={styles.faint}>{text.noOrders}</p>}
      <ul className={styles.orders} hidden={orders.length === 0}>
        {orders.map(({ id, name, value, stage }) => (
          <li key={id}>
            <Link href={`/orders/${id}`}>{name}</Link>
            <span className={styles.faint}>{stage.name}</span>
            <Money value={value} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function EditContact({ contact, close }: { contact: Contact; close: () => void }) {
  const { common, crm } = useText();
  // The values when the form was opened: changes by others in the meantime are not overwritten.
  const [{ id, version, ...before }] = useState(contact);
  const custom = useCustomFields('CONTACT', before.customFields);
  const fields = [...useContactFields(before), ...custom.fields];
  const { act, isPending, error } = useAct(UpdateContact, { inForm: true });
  const submit = ({ name = '', phone, email, city, ...rest }: Record<string, string>) => {
    const base = { name, phone: phone || null, email: email || null, city: city || null };
    act({ id, expectedVersion: version, input: { ...base, customFields: custom.changed(rest) } }, crm.saved, close);
  };
  return <FormDialog title={crm.edit} action={common.save} fields={fields} {...{ submit, isPending, error, close }} />;
}

import { useState } from 'react';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApiList } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/dialog.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { List, type Column } from '../../components/list.tsx';
import { Card } from '../../components/page.tsx';
import { Empty, ErrorState, Loading } from '../../components/states.tsx';
import { RelativeTime, Time } from '../../components/time.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import styles from './settings.module.css';

const ApiKeys = graphql(`
  query ApiKeys($after: String) {
    apiKeys(first: 50, after: $after) {
      edges {
        node {
          id
          name
          role
          lastUsedAt
          expiresAt
          revokedAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
type Key = ResultOf<typeof ApiKeys>['apiKeys']['edges'][number]['node'];

const CreateApiKey = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      secret
    }
  }
`);
const RevokeApiKey = graphql(`
  mutation RevokeApiKey($id: ID!) {
    revokeApiKey(id: $id) {
      id
    }
  }
`);
const ROLES = ['VIEWER', 'EDITOR', 'ADMIN'] as const;

const stateOf = ({ revokedAt, expiresAt }: Key) =>
  revokedAt ? 'revoked' : expiresAt && new Date(expiresAt) <= new Date() ? 'expired' : 'active';

/** The keys of the workspace: made, shown once, and revoked. */
export function Keys() {
  const { common, settings: text } = useText();
  const { nodes, isPending, error, hasMore, isLoadingMore, more } = useApiList(ApiKeys, {}, ({ apiKeys }) => apiKeys);
  const [isCreating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [doomed, setDoomed] = useState<Key | null>(null);
  const columns: Column<Key>[] = [
    { name: text.keyName, of: ({ name }) => name },
    { name: text.role, of: ({ role }) => text.roles[role] },
    { name: text.lastUsed, of: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime at={lastUsedAt} /> : common.never) },
    { name: text.expires, of: ({ expiresAt }) => (expiresAt ? <Time at={expiresAt} /> : common.never) },
    { name: text.state, of: (key) => text.states[stateOf(key)] },
    {
      name: text.revoke,
      end: true,
      of: (key) =>
        stateOf(key) === 'active' && (
          <Button look="danger" aria-label={text.revokeOf(key.name)} onClick={() => setDoomed(key)}>
            {text.revoke}
          </Button>
        ),
    },
  ];
  return (
    <Card
      title={text.tabs.keys}
      actions={
        <Button look="primary" onClick={() => setCreating(true)}>
          {text.newKey}
        </Button>
      }
    >
      <p className={styles.faint}>{text.keysLead}</p>
      {error && <ErrorState error={error} />}
      {isPending && !error && <Loading />}
      {!isPending && !error && nodes.length === 0 && <Empty title={text.noKeys} />}
      {nodes.length > 0 && (
        <List
          label={text.tabs.keys}
          rows={nodes}
          columns={columns}
          keyOf={({ id }) => id}
          more={{ has: hasMore, loading: isLoadingMore, load: more }}
        />
      )}
      {isCreating && <NewKey made={setSecret} close={() => setCreating(false)} />}
      {secret && <SecretDialog secret={secret} close={() => setSecret(null)} />}
      {doomed && <Revoke apiKey={doomed} close={() => setDoomed(null)} />}
    </Card>
  );
}

function NewKey({ made, close }: { made: (secret: string) => void; close: () => void }) {
  const { crm, settings: text } = useText();
  const { act, isPending, error } = useAct(CreateApiKey, { inForm: true });
  const submit = ({ name = '', role, expiresAt }: Record<string, string>) => {
    const chosen = ROLES.find((each) => each === role) ?? 'VIEWER';
    const ends = expiresAt ? new Date(expiresAt).toISOString() : null;
    act({ input: { name, role: chosen, expiresAt: ends } }, crm.saved, ({ createApiKey }) => {
      close();
      made(createApiKey.secret);
    });
  };
  return (
    <FormDialog
      title={text.newKey}
      action={crm.create}
      fields={[
        { name: 'name', label: text.keyName, required: true, maxLength: 200 },
        {
          name: 'role',
          label: text.role,
          options: ROLES.map((role) => [role, `${text.roles[role]}: ${text.mayDo[role]}`] as const),
        },
        { name: 'expiresAt', label: text.expires, type: 'datetime-local', hint: text.expiresHint },
      ]}
      {...{ submit, isPending, error, close }}
    />
  );
}

function Revoke({ apiKey, close }: { apiKey: Key; close: () => void }) {
  const text = useText().settings;
  const { act, isPending } = useAct(RevokeApiKey);
  const confirm = () => act({ id: apiKey.id }, text.revoked(apiKey.name), close);
  return (
    <Confirm title={text.revokeTitle(apiKey.name)} action={text.revoke} {...{ isPending, confirm, close }}>
      {text.revokeWords}
    </Confirm>
  );
}

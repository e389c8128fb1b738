import { Link } from 'wouter';
import { useMay, useMe } from '../../api/queries.ts';
import { Card, Facts, Page } from '../../components/page.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { useText } from '../../text/text.tsx';
import { Audit } from './audit.tsx';
import { CustomFields } from './custom-fields.tsx';
import { Keys } from './keys.tsx';
import styles from './settings.module.css';
import { TagsOfWorkspace } from './tags.tsx';
import { WebhookSecret } from './webhook-secret.tsx';
import { WhatsappSettings } from './whatsapp.tsx';
import { WorkspaceSettings } from './workspace.tsx';

const TABS = ['me', 'workspace', 'whatsapp', 'fields', 'tags', 'keys', 'webhook', 'audit'] as const;
type Tab = (typeof TABS)[number];

/** The settings of the workspace and of the user; sections for admins say so to others. */
export function SettingsPage({ params }: { params: Record<string, string | undefined> }) {
  const text = useText().settings;
  const tab = TABS.find((each) => each === params.tab) ?? 'me';
  return (
    <Page title={text.title}>
      <nav aria-label={text.title} className={styles.tabs}>
        {TABS.map((each) => (
          <Link key={each} href={`/settings/${each}`} aria-current={each === tab ? 'page' : undefined}>
            {text.tabs[each]}
          </Link>
        ))}
      </nav>
      <Shown tab={tab} />
    </Page>
  );
}

function Shown({ tab }: { tab: Tab }) {
  const text = useText().settings;
  const me = useMe();
  const isAdmin = useMay('ADMIN');
  if (tab === 'me') return <AboutMe />;
  if (tab === 'workspace') return <WorkspaceSettings />;
  if (tab === 'audit') return <Audit />;
  if (tab === 'fields') return <CustomFields />;
  if (tab === 'tags') return <TagsOfWorkspace />;
  if (!me.data) return me.error ? <ErrorState error={me.error} retry={() => void me.refetch()} /> : <Loading />;
  if (!isAdmin) {
    return (
      <Card title={text.tabs[tab]}>
        <p>{text.adminsOnly}</p>
      </Card>
    );
  }
  if (tab === 'whatsapp') return <WhatsappSettings />;
  return tab === 'keys' ? <Keys /> : <WebhookSecret />;
}

function AboutMe() {
  const { crm, settings: text } = useText();
  const { data, error, refetch } = useMe();
  if (!data) return error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading />;
  return (
    <Card title={text.tabs.me}>
      <Facts
        of={[
          [crm.name, data.name],
          [text.role, text.roles[data.role]],
          [text.workspace, data.workspace.name],
          [text.workspaceId, <code>{data.workspace.id}</code>],
        ]}
      />
      <p>{text.mayDo[data.role]}</p>
    </Card>
  );
}

import { useState } from 'react';
import { ApiError } from '../../api/client.ts';
import { useApi, useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/dialog.tsx';
import { Card } from '../../components/page.tsx';
import { RelativeTime } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import { changedFields } from './audit-diff.ts';
import styles from './automation.module.css';
import { NamesQuery, namesOf, type AutomationWhole } from './automation-query.ts';
import { Fields } from './changed-fields.tsx';
import { PublishConfirm } from './confirms.tsx';
import { useDraftChanges } from './draft-changes.ts';
import { FlowOf } from './flow-of.tsx';

/** More changed fields than these are folded at first. */
const OPEN_FIELDS = 6;

type Content = Pick<AutomationWhole, 'name' | 'description' | 'conditions' | 'actions' | 'settings'> & {
  trigger: AutomationWhole['trigger'] | null;
};

/** The unpublished changes of an automation, to be looked at, published or discarded. */
export function DraftCard({ automation }: { automation: AutomationWhole }) {
  const { automation: text } = useText();
  const [asked, ask] = useState<'publish' | 'discard' | null>(null);
  const changes = useDraftChanges(automation);
  const mayEdit = useMay('EDITOR');
  const { draft, name, version } = automation;
  if (!draft) return null;
  const close = () => ask(null);
  const actions = (
    <>
      <Button look="danger" disabled={changes.isPending} onClick={() => ask('discard')}>
        {text.discard}
      </Button>
      <Button look="primary" disabled={changes.isPending} onClick={() => ask('publish')}>
        {text.publish}
      </Button>
    </>
  );
  return (
    <Card title={text.draft} actions={mayEdit && actions}>
      <p className={styles.muted}>
        {text.draftOf(draft.baseVersion)}
        {draft.updatedBy && (
          <>
            {' '}
            · {text.by} <bdi>{draft.updatedBy}</bdi>
          </>
        )}{' '}
        · <RelativeTime at={draft.updatedAt} />
      </p>
      {draft.baseVersion !== version && <p role="note">{text.behind(version)}</p>}
      <Mistakes of={changes.publishError} />
      <Changes of={draft} live={automation} />
      <FlowOf of={draft} label={text.flowOfDraft} summary={text.showDraft} />
      {asked === 'publish' && <PublishConfirm automation={automation} changes={changes} close={close} />}
      {asked === 'discard' && (
        <Confirm
          title={text.discardTitle(name)}
          action={text.discard}
          isPending={changes.isPending}
          confirm={() => changes.discard(close)}
          close={close}
        >
          <p>{text.discardHint}</p>
        </Confirm>
      )}
    </Card>
  );
}

const contentOf = ({ name, description, trigger, conditions, actions, settings }: Content) => ({
  name,
  description,
  trigger,
  conditions,
  actions,
  settings,
});

/** What the draft changes, field by field; steps are compared by their keys. */
function Changes({ of, live }: { of: Content; live: Content }) {
  const text = useText().automation;
  const found = useApi(NamesQuery, {}).data;
  const fields = changedFields(contentOf(live), contentOf(of));
  if (fields.length === 0) return <p>{text.draftSame}</p>;
  return (
    <details open={fields.length <= OPEN_FIELDS}>
      <summary>{text.allFields(fields.length)}</summary>
      <Fields of={fields} names={found && namesOf(found)} />
    </details>
  );
}

/** Why it could not be published, each mistake with its place. */
function Mistakes({ of }: { of: Error | null }) {
  const text = useText().automation;
  if (!(of instanceof ApiError) || of.code !== 'INVALID_INPUT') return null;
  return (
    <div role="alert">
      <p>{text.mistakes}</p>
      <ul className={styles.values}>
        {of.details.map(({ path, message }) => (
          <li key={`${path.join('.')} ${message}`}>
            <code>{path.join('.')}</code> {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

import { useState } from 'react';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/dialog.tsx';
import { Card } from '../../components/page.tsx';
import { Time } from '../../components/time.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import styles from './settings.module.css';

const RotateWebhookSecret = graphql(`
  mutation RotateWebhookSecret {
    rotateWebhookSecret {
      secret
      previousUntil
    }
  }
`);
type Rotated = ResultOf<typeof RotateWebhookSecret>['rotateWebhookSecret'];

/** The secret for signing webhooks: a new one is shown once. */
export function WebhookSecret() {
  const { crm, settings: text } = useText();
  const [isAsking, setAsking] = useState(false);
  const [rotated, setRotated] = useState<Rotated | null>(null);
  const { act, isPending } = useAct(RotateWebhookSecret);
  const confirm = () =>
    act({}, crm.saved, ({ rotateWebhookSecret }) => {
      setAsking(false);
      setRotated(rotateWebhookSecret);
    });
  return (
    <Card title={text.tabs.webhook}>
      <p>{text.webhookLead}</p>
      <div>
        <Button onClick={() => setAsking(true)}>{text.rotate}</Button>
      </div>
      {isAsking && (
        <Confirm
          title={text.rotateTitle}
          action={text.rotate}
          {...{ isPending, confirm }}
          close={() => setAsking(false)}
        >
          {text.rotateWords}
        </Confirm>
      )}
      {rotated && (
        <SecretDialog secret={rotated.secret} close={() => setRotated(null)}>
          {rotated.previousUntil && (
            <p className={styles.faint}>
              {text.previousUntil} <Time at={rotated.previousUntil} />
            </p>
          )}
        </SecretDialog>
      )}
    </Card>
  );
}

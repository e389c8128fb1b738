import { useState } from 'react';
import { graphql } from '../../api/graphql.ts';
import { serverUrl } from '../../api/place.ts';
import { useApi } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/dialog.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Card, Facts } from '../../components/page.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';
import styles from './settings.module.css';

const WhatsappQuery = graphql(`
  query Whatsapp {
    workspace {
      id
      whatsapp {
        phoneNumberId
        displayPhoneNumber
        businessAccountId
        connected
        connectedAt
        sender
        webhookUrl
      }
    }
  }
`);
const ConnectWhatsapp = graphql(`
  mutation ConnectWhatsapp($input: ConnectWhatsappInput!) {
    connectWhatsapp(input: $input) {
      id
    }
  }
`);
const DisconnectWhatsapp = graphql(`
  mutation DisconnectWhatsapp {
    disconnectWhatsapp {
      id
    }
  }
`);

/** The WhatsApp account of the workspace: its state, and the address to enter at Meta. */
export function WhatsappSettings() {
  const text = useText().settings;
  const [isOpen, setOpen] = useState<'connect' | 'disconnect' | null>(null);
  const { data, error, refetch } = useApi(WhatsappQuery, {});
  if (!data) return error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading />;
  const { connected, sender, ...account } = data.workspace.whatsapp;
  const close = () => setOpen(null);
  return (
    <Card
      title={text.tabs.whatsapp}
      actions={
        <>
          {connected && (
            <Button look="danger" onClick={() => setOpen('disconnect')}>
              {text.disconnect}
            </Button>
          )}
          <Button look="primary" onClick={() => setOpen('connect')}>
            {connected ? text.reconnect : text.connect}
          </Button>
        </>
      }
    >
      <p>{text.senders[sender]}</p>
      <Facts
        of={[
          [text.number, account.displayPhoneNumber],
          [text.phoneNumberId, account.phoneNumberId],
          [text.businessAccountId, account.businessAccountId],
          [text.connectedAt, account.connectedAt && <Time at={account.connectedAt} />],
        ]}
      />
      <h3>{text.webhookAddress}</h3>
      <p className={styles.faint}>{text.webhookAddressLead}</p>
      <Address url={serverUrl(account.webhookUrl)} />
      {isOpen === 'connect' && <Connect account={account} close={close} />}
      {isOpen === 'disconnect' && <Disconnect close={close} />}
    </Card>
  );
}

function Address({ url }: { url: string }) {
  const { common } = useText();
  const [isCopied, setCopied] = useState(false);
  return (
    <div className={styles.secret}>
      <code>{url}</code>
      {/* Over plain HTTP from another machine there is no clipboard: the address is selected by one click. */}
      {navigator.clipboard && (
        <Button onClick={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}>
          {isCopied ? common.copied : common.copy}
        </Button>
      )}
    </div>
  );
}

interface ConnectProps {
  account: { phoneNumberId: string | null; businessAccountId: string | null };
  close: () => void;
}

function Connect({ account, close }: ConnectProps) {
  const text = useText().settings;
  const [verifyToken] = useState(() => crypto.getRandomValues(new Uint32Array(4)).join('-'));
  const { act, isPending, error } = useAct(ConnectWhatsapp, { inForm: true });
  const submit = ({ businessAccountId, ...given }: Record<string, string>) => {
    const { phoneNumberId = '', token = '', appSecret = '', verifyToken = '' } = given;
    const input = { phoneNumberId, businessAccountId: businessAccountId || null, token, appSecret, verifyToken };
    act({ input }, text.connected, close);
  };
  const secret = { type: 'password', required: true } as const;
  return (
    <FormDialog
      title={text.connect}
      action={text.connect}
      fields={[
        {
          name: 'phoneNumberId',
          label: text.phoneNumberId,
          value: account.phoneNumberId,
          hint: text.phoneNumberIdHint,
          required: true,
          maxLength: 32,
        },
        {
          name: 'businessAccountId',
          label: text.businessAccountId,
          value: account.businessAccountId,
          hint: text.businessAccountIdHint,
          maxLength: 32,
        },
        { name: 'token', label: text.token, hint: text.tokenHint, maxLength: 1024, ...secret },
        { name: 'appSecret', label: text.appSecret, hint: text.appSecretHint, maxLength: 256, ...secret },
        {
          name: 'verifyToken',
          label: text.verifyToken,
          value: verifyToken,
          hint: text.verifyTokenHint,
          required: true,
          maxLength: 256,
        },
      ]}
      {...{ submit, isPending, error, close }}
    >
      <p className={styles.faint}>{text.connectLead}</p>
    </FormDialog>
  );
}

function Disconnect({ close }: { close: () => void }) {
  const text = useText().settings;
  const { act, isPending } = useAct(DisconnectWhatsapp);
  const confirm = () => act({}, text.disconnected, close);
  return (
    <Confirm title={text.disconnectTitle} action={text.disconnect} {...{ isPending, confirm, close }}>
      {text.disconnectWords}
    </Confirm>
  );
}

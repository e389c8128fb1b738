import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApiList, useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/page.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { ReceivedFile } from './received-file.tsx';
import { useText } from '../../text/text.tsx';
import { Compose } from './compose.tsx';
import styles from './contact.module.css';

const ContactMessages = graphql(`
  query ContactMessages($contactId: ID!, $after: String) {
    messages(contactId: $contactId, first: 20, after: $after) {
      edges {
        node {
          id
          direction
          kind
          text
          media {
            kind
            filename
            url
            providerMediaId
          }
          status
          sentAt
          error {
            code
            message
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
type Message = ResultOf<typeof ContactMessages>['messages']['edges'][number]['node'];

const WINDOW_MS = 24 * 3_600_000;

/** What was written with a contact, the oldest of those shown first, and a box to write. */
export function Messages({ contact }: { contact: { id: string; phone: string | null; optedOutAt: string | null } }) {
  const contactId = contact.id;
  const mayWrite = useMay('EDITOR');
  const text = useText();
  const { nodes, isPending, error, hasMore, isLoadingMore, more } = useApiList(
    ContactMessages,
    { contactId },
    ({ messages }) => messages,
  );
  const latest = nodes.find(({ direction }) => direction === 'INBOUND');
  const isClosed = latest ? Date.now() - Date.parse(latest.sentAt) > WINDOW_MS : !hasMore;
  const cannot = contact.optedOutAt ? 'optedOut' : !contact.phone ? 'noPhone' : isClosed ? 'windowClosed' : undefined;
  const older = hasMore && (
    <Button onClick={more} disabled={isLoadingMore}>
      {isLoadingMore ? text.common.loading : text.contacts.older}
    </Button>
  );
  return (
    <Card title={text.contacts.messages}>
      {error && <ErrorState error={error} />}
      {isPending && !error && <Loading />}
      {!isPending && nodes.length === 0 && <p className={styles.faint}>{text.contacts.noMessages}</p>}
      {older}
      <ol className={styles.messages} hidden={nodes.length === 0}>
        {nodes.toReversed().map((message) => (
          <Bubble key={message.id} message={message} />
        ))}
      </ol>
      {mayWrite && !isPending && <Compose contactId={contactId} whyNot={cannot} />}
    </Card>
  );
}

function Bubble({ message }: { message: Message }) {
  const text = useText().contacts;
  const { direction, text: words, status, sentAt, error } = message;
  const isBad = status === 'FAILED' || status === 'UNKNOWN';
  return (
    <li className={direction === 'OUTBOUND' ? styles.out : ''}>
      <span className="visually-hidden">{text.written[direction]}</span>
      <Kind message={message} />
      {words && <div className={styles.text}>{words}</div>}
      <div className={styles.meta}>
        <Time at={sentAt} /> · <span className={isBad ? styles.bad : ''}>{text.messageStatus[status]}</span>
      </div>
      {error && <div className={`${styles.meta} ${styles.bad}`}>{error.message}</div>}
    </li>
  );
}

/** What a message is, unless it is just its text: a file with its name and place, or a template. */
function Kind({ message: { id, kind, media, text: words } }: { message: Message }) {
  const text = useText().contacts;
  if (kind === 'TEXT' && words) return null;
  const mediaWords: Record<string, string | undefined> = text.media;
  const name = (media && mediaWords[media.kind]) ?? text.messageKinds[kind];
  const isLink = media?.url && /^https?:\/\//i.test(media.url);
  return (
    <div className={styles.kind}>
      <b>{name}</b>
      {media?.filename && <> · {media.filename}</>}
      {isLink && (
        <>
          {' · '}
          <a href={media.url!} target="_blank" rel="noreferrer">
            {text.openFile}
          </a>
        </>
      )}
      {media?.providerMediaId && <ReceivedFile messageId={id} name={name} filename={media.filename} />}
    </div>
  );
}

import { useState, type FormEvent } from 'react';
import { graphql } from '../../api/graphql.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { useErrorWords } from '../../components/states.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';
import styles from './contact.module.css';
import { SendTemplate } from './send-template.tsx';

export const SendMessage = graphql(`
  mutation SendMessage($input: SendMessageInput!) {
    sendMessage(input: $input) {
      id
      status
    }
  }
`);

/** Why a contact cannot be sent a free text now. */
export type WhyNot = 'optedOut' | 'noPhone' | 'windowClosed';

/** A box to write to a contact, or the reason why not; templates can be sent at any time. */
export function Compose({ contactId, whyNot }: { contactId: string; whyNot: WhyNot | undefined }) {
  const text = useText().contacts;
  const wordsOf = useErrorWords();
  const [words, setWords] = useState('');
  const { act, isPending, error } = useAct(SendMessage, { inForm: true });
  if (whyNot) {
    return (
      <>
        <p className={styles.faint}>{text.whyNot[whyNot]}</p>
        {whyNot === 'windowClosed' && (
          <div className={styles.sending}>
            <SendTemplate contactId={contactId} />
          </div>
        )}
      </>
    );
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    act(
      { input: { contactId, text: words } },
      ({ sendMessage }) => text.messageStatus[sendMessage.status],
      () => setWords(''),
    );
  };
  return (
    <form onSubmit={send}>
      <Field
        label={text.write}
        required
        maxLength={4096}
        autoComplete="off"
        value={words}
        error={error ? wordsOf(error) : undefined}
        onChange={({ target }) => setWords(target.value)}
      />
      <div className={styles.sending}>
        <Button type="submit" look="primary" disabled={isPending || words.trim() === ''}>
          {isPending ? text.sending : text.send}
        </Button>
        <SendTemplate contactId={contactId} />
      </div>
    </form>
  );
}

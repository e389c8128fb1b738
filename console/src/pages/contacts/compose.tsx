import { useState, type FormEvent } from 'react';
import { graphql } from '../../api/graphql.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { useErrorWords } from '../../components/states.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';
import styles from './contact.module.css';

const SendMessage = graphql(`
  mutation SendMessage($input: SendMessageInput!) {
    sendMessage(input: $input) {
      id
      status
    }
  }
`);

/** Why a contact cannot be sent a free text now. */
export type WhyNot = 'optedOut' | 'noPhone' | 'windowClosed';

/** A box to write to a contact; without it, the reason why not. */
export function Compose({ contactId, whyNot }: { contactId: string; whyNot: WhyNot | undefined }) {
  const text = useText().contacts;
  const wordsOf = useErrorWords();
  const [words, setWords] = useState('');
  const { act, isPending, error } = useAct(SendMessage, { inForm: true });
  if (whyNot) return <p className={styles.faint}>{text.whyNot[whyNot]}</p>;
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
      <Button type="submit" look="primary" disabled={isPending || words.trim() === ''}>
        {isPending ? text.sending : text.send}
      </Button>
    </form>
  );
}

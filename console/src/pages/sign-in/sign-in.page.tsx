import { useEffect, useState, type FormEvent } from 'react';
import { ApiError, isGoodCredential } from '../../api/client.ts';
import { signIn } from '../../api/session.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { useErrorWords } from '../../components/states.tsx';
import { useText } from '../../text/text.tsx';
import styles from './sign-in.module.css';

/** Asks for a credential and checks it before anything else is shown. */
export function SignInPage({ linkRefused, wasRefused }: { linkRefused: boolean; wasRefused: boolean }) {
  const { signIn: text, product, common } = useText();
  const wordsOf = useErrorWords();
  const [given, give] = useState('');
  const [mistake, setMistake] = useState<string>();
  const [isTrying, setTrying] = useState(false);
  useEffect(() => {
    document.title = `${text.title} · ${product}`;
  }, [text, product]);
  const attempt = async (credential: string) => {
    setTrying(true);
    const isGood = await isGoodCredential(credential).catch((error: ApiError) => setMistake(wordsOf(error)));
    setTrying(false);
    if (isGood) signIn(credential);
    else if (isGood === false) setMistake(text.refused);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const credential = given.trim();
    setMistake(credential ? undefined : common.required);
    if (credential && !isTrying) void attempt(credential);
  };
  return (
    <main className={styles.page}>
      <form className={styles.card} onSubmit={submit}>
        <img src="./icon.svg" alt="" width="40" height="40" />
        <h1>{text.title}</h1>
        <p>{text.lead}</p>
        {wasRefused && <p role="alert">{text.signedOut}</p>}
        {linkRefused && !wasRefused && <p role="alert">{text.codeRefused}</p>}
        <Field
          label={text.credential}
          type="password"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={given}
          onChange={({ target }) => give(target.value)}
          error={mistake}
          hint={text.kept}
        />
        <Button type="submit" look="primary" aria-busy={isTrying}>
          {isTrying ? common.loading : text.submit}
        </Button>
        <p className={styles.hint}>{text.hint}</p>
      </form>
    </main>
  );
}

import type { ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import type { Text } from '../text/en.ts';
import { useText } from '../text/text.tsx';
import { Button } from './button.tsx';
import styles from './states.module.css';

/** The loading indicator. */
export function Loading() {
  return (
    <p className={styles.state} role="status">
      {useText().common.loading}
    </p>
  );
}

/** An empty list: what would be shown here, and how to create the first entry. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.state}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** The advice for an error, and the server's message, for a toast or beside a form. */
export function useErrorWords(): (error: Error) => string {
  const text = useText();
  return (error) => [adviceOn(error, text), detailOf(error)].filter(Boolean).join(' ');
}

const codeOf = (error: Error) => (error instanceof ApiError ? error.code : 'INTERNAL');
const adviceOn = (error: Error, { errors }: Text) =>
  errors.advice[codeOf(error) as keyof Text['errors']['advice']] ?? errors.advice.INTERNAL;
const detailOf = (error: Error) => (codeOf(error) === 'OFFLINE' ? '' : error.message);

/** An error, what to do about it, and each mistake with its place. */
export function ErrorState({ error, retry }: { error: Error; retry?: () => void }) {
  const text = useText();
  const detail = detailOf(error);
  return (
    <div className={styles.error} role="alert">
      <h2>{text.errors.title}</h2>
      <p>{adviceOn(error, text)}</p>
      {detail && <p>{detail}</p>}
      {error instanceof ApiError && error.details.length > 1 && (
        <ul>
          {error.details.map(({ path, message }) => (
            <li key={`${path.join('.')} ${message}`}>
              <code>{path.join('.')}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {retry && <Button onClick={retry}>{text.common.retry}</Button>}
    </div>
  );
}

/** A screen that failed or could not be loaded, as after an update of the server. */
export function Broken({ error }: { error: Error }) {
  const { errors } = useText();
  return (
    <div className={styles.error} role="alert">
      <h2>{errors.broken}</h2>
      <p>{errors.brokenHint}</p>
      <code>{error.message}</code>
      <Button onClick={() => location.reload()}>{errors.reload}</Button>
    </div>
  );
}

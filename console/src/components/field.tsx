import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import styles from './field.module.css';

interface Around {
  label: string;
  hint?: ReactNode;
  /** What is wrong with the value. */
  error?: string | undefined;
}

/** An input with its label, a hint, and what is wrong with it. */
export function Field({ label, hint, error, ...input }: Around & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={styles.input}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-more`}
        {...input}
      />
      <Below id={`${id}-more`} hint={hint} error={error} />
    </div>
  );
}

/** A text of several lines, with its label. */
export function Lines({ label, hint, error, ...input }: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className={styles.input}
        rows={4}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-more`}
        {...input}
      />
      <Below id={`${id}-more`} hint={hint} error={error} />
    </div>
  );
}

/** A choice of one, with its label. */
export function Choice<Value extends string>({
  label,
  hint,
  error,
  options,
  ...select
}: Around & SelectHTMLAttributes<HTMLSelectElement> & { options: readonly (readonly [Value, string])[] }) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} className={styles.input} aria-describedby={`${id}-more`} {...select}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      <Below id={`${id}-more`} hint={hint} error={error} />
    </div>
  );
}

function Below({ id, hint, error }: { id: string; hint?: ReactNode; error?: string | undefined }) {
  return (
    <div id={id} className={styles.below}>
      {error ? <span className={styles.error}>{error}</span> : hint}
    </div>
  );
}

/** Inputs in a row that wraps: the filters above a list. */
export function Filters({ label, children }: { label: string; children: ReactNode }) {
  return (
    <search className={styles.filters} aria-label={label}>
      {children}
    </search>
  );
}

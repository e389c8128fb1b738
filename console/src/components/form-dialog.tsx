import type { FormEvent, HTMLInputTypeAttribute, ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { useText } from '../text/text.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Choice, Field, Lines } from './field.tsx';
import styles from './form-dialog.module.css';
import { useErrorWords } from './states.tsx';

/** One field of a form; with `options` it is a choice. */
export interface FormField {
  name: string;
  label: string;
  value?: string | null;
  type?: HTMLInputTypeAttribute;
  inputMode?: 'decimal';
  required?: boolean;
  hint?: string;
  maxLength?: number;
  /** What the browser takes; the hint says it in words. */
  pattern?: string;
  options?: readonly (readonly [string, string])[];
  /** Whether it takes several lines. */
  lines?: boolean;
  /** The part of a mistake's path that means this field; its name if omitted. */
  at?: string;
}

interface FormDialogProps {
  title: string;
  fields: FormField[];
  action: string;
  isPending: boolean;
  error: Error | null;
  /** The values by field name; '' for empty fields. */
  submit: (values: Record<string, string>) => void;
  close: () => void;
  /** What stands before the fields. */
  children?: ReactNode;
  /** What stands below the fields, as what an error asks. */
  below?: ReactNode;
}

const mistakesOf = (error: Error | null) => (error instanceof ApiError ? error.details : []);

function FieldOf({ field, error }: { field: Omit<FormField, 'at'>; error: string | undefined }) {
  const { name, label, value, options, hint, lines, ...input } = field;
  const around = { name, label, hint, error };
  if (options) return <Choice {...around} options={options} defaultValue={value ?? undefined} />;
  if (lines) return <Lines {...around} maxLength={input.maxLength} defaultValue={value ?? ''} />;
  return <Field title={hint} {...around} {...input} defaultValue={value ?? ''} />;
}

/** A form in a dialog; shows the API's mistakes at their fields, and stays open until the change is made. */
export function FormDialog({
  title,
  fields,
  action,
  isPending,
  error,
  submit,
  close,
  children,
  below,
}: FormDialogProps) {
  const text = useText();
  const wordsOf = useErrorWords();
  const mistakes = mistakesOf(error);
  const at = (part: string) => mistakes.find(({ path }) => path.includes(part))?.message;
  const isElsewhere = error && !fields.some(({ name, at: part = name }) => at(part));
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = [...new FormData(event.currentTarget)].map(([name, value]) => [
      name,
      // The browser writes a line's end in two characters.
      String(value).replaceAll('\r\n', '\n').trim(),
    ]);
    submit(Object.fromEntries(values) as Record<string, string>);
  };
  return (
    <Dialog title={title} close={close}>
      <form className={styles.form} onSubmit={send}>
        {children}
        {fields.map(({ at: part, ...field }) => (
          <FieldOf key={field.name} field={field} error={at(part ?? field.name)} />
        ))}
        {isElsewhere && (
          <p className={styles.error} role="alert">
            {wordsOf(error)}
          </p>
        )}
        {below}
        <div className={styles.buttons}>
          <Button onClick={close}>{text.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={isPending}>
            {isPending ? text.crm.saving : action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

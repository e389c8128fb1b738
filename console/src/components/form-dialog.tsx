import type { FormEvent, HTMLInputTypeAttribute, ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { useText } from '../text/text.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Choice, Field } from './field.tsx';
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
}

const mistakesOf = (error: Error | null) => (error instanceof ApiError ? error.details : []);

/** A form in a dialog; shows the API's mistakes at their fields, and stays open until the change is made. */
export function FormDialog({ title, fields, action, isPending, error, submit, close, children }: FormDialogProps) {
  const text = useText();
  const wordsOf = useErrorWords();
  const mistakes = mistakesOf(error);
  const at = (name: string) => mistakes.find(({ path }) => path.includes(name))?.message;
  const isElsewhere = error && !fields.some(({ name }) => at(name));
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value).trim()]);
    submit(Object.fromEntries(values) as Record<string, string>);
  };
  return (
    <Dialog title={title} close={close}>
      <form className={styles.form} onSubmit={send}>
        {children}
        {fields.map(({ name, label, value, options, hint, ...input }) =>
          options ? (
            <Choice key={name} {...{ name, label, options, hint }} error={at(name)} defaultValue={value ?? undefined} />
          ) : (
            <Field
              key={name}
              title={hint}
              {...{ name, label, hint }}
              {...input}
              error={at(name)}
              defaultValue={value ?? ''}
            />
          ),
        )}
        {isElsewhere && (
          <p className={styles.error} role="alert">
            {wordsOf(error)}
          </p>
        )}
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

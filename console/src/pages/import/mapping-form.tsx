import { useState, type FormEvent } from 'react';
import type { Upload } from '../../api/files.ts';
import { graphql } from '../../api/graphql.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/field.tsx';
import { Card } from '../../components/page.tsx';
import { ErrorState } from '../../components/states.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';
import { customFieldOf, FIELDS, guessed, type What } from './guess.ts';
import styles from './import.module.css';

const ImportContacts = graphql(`
  mutation ImportContacts($input: ImportContactsInput!) {
    operation: importContacts(input: $input) {
      id
    }
  }
`);
const ImportOrders = graphql(`
  mutation ImportOrders($input: ImportOrdersInput!) {
    operation: importOrders(input: $input) {
      id
    }
  }
`);

interface MappingFormProps {
  what: What;
  upload: Upload;
  /** A dry run or an import has begun. */
  begun: (id: string) => void;
  /** The upload is imported, so it cannot be imported again. */
  taken: () => void;
}

/** Which columns are written to which fields, and how; then looks for mistakes or imports. */
export function MappingForm({ what, upload, begun, taken }: MappingFormProps) {
  const { imports: text } = useText();
  const [mapping, setMapping] = useState(() => guessed(what, upload.columns));
  const [onDuplicate, setOnDuplicate] = useState<'SKIP' | 'UPDATE'>('SKIP');
  const [trigger, setTrigger] = useState('no');
  const contacts = useAct(ImportContacts, { inForm: true });
  const orders = useAct(ImportOrders, { inForm: true });
  const { act, isPending, error } = what === 'contacts' ? contacts : orders;
  const start = (dryRun: boolean) => {
    const input = { upload: upload.id, mapping, onDuplicate, dryRun, trigger: trigger === 'yes' };
    act({ input }, dryRun ? text.checking : text.started, ({ operation }) => {
      begun(operation.id);
      if (!dryRun) taken();
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start(false);
  };
  const optionsOf = (column: string): [string, string][] => {
    const own = /^customFields\.\w+$/.test(column) ? column : customFieldOf(column);
    const fields = FIELDS[what].map((field): [string, string] => [field, text.fields[field]]);
    return [['', text.ignore], ...fields, [own, text.customField(own.slice('customFields.'.length))]];
  };
  return (
    <Card title={text.columns}>
      <p className={styles.faint}>{text.rowsOf(upload.rows, upload.name ?? '')}</p>
      <form className={styles.form} onSubmit={submit}>
        <div className={styles.columns}>
          {upload.columns.map((column, index) => (
            <Choice
              key={column}
              label={column}
              value={mapping[column] ?? ''}
              options={optionsOf(column)}
              hint={<span className={styles.sample}>{sampleOf(upload, index)}</span>}
              onChange={({ target }) => setMapping({ ...mapping, [column]: target.value })}
            />
          ))}
        </div>
        <div className={styles.columns}>
          <Choice
            label={text.duplicates}
            hint={text.duplicatesHint[what]}
            value={onDuplicate}
            options={Object.entries(text.duplicateChoices) as ['SKIP' | 'UPDATE', string][]}
            onChange={({ target }) => setOnDuplicate(target.value as 'SKIP' | 'UPDATE')}
          />
          <Choice
            label={text.trigger}
            hint={text.triggerHint}
            value={trigger}
            options={Object.entries(text.triggerChoices)}
            onChange={({ target }) => setTrigger(target.value)}
          />
        </div>
        {error && <ErrorState error={error} />}
        <div className={styles.buttons}>
          <Button disabled={isPending} onClick={() => start(true)}>
            {text.check}
          </Button>
          <Button look="primary" type="submit" disabled={isPending}>
            {text.start}
          </Button>
        </div>
      </form>
    </Card>
  );
}

const sampleOf = ({ sample }: Upload, index: number) =>
  sample
    .map((row) => row[index])
    .filter(Boolean)
    .join(' · ');

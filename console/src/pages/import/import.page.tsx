import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { uploadFile, type Upload } from '../../api/files.ts';
import { useMay } from '../../api/queries.ts';
import { buttonClass } from '../../components/button.tsx';
import { ExportButton } from '../../components/export-button.tsx';
import { Choice, Field } from '../../components/field.tsx';
import { useFilters } from '../../components/filters.ts';
import { Card, Page } from '../../components/page.tsx';
import { Empty, ErrorState, Loading } from '../../components/states.tsx';
import { useText } from '../../text/text.tsx';
import type { What } from './guess.ts';
import styles from './import.module.css';
import { MappingForm } from './mapping-form.tsx';
import { OperationCard } from './operation.tsx';

/** Imports a CSV file: pick it, say what its columns are, look for mistakes, and follow the import. */
export function ImportPage({ params }: { params: Record<string, string | undefined> }) {
  const { imports: text } = useText();
  const what: What = params['what'] === 'orders' ? 'orders' : 'contacts';
  const mayImport = useMay('EDITOR');
  const [{ operation }, setFilters] = useFilters(['operation']);
  const [, navigate] = useLocation();
  const [upload, setUpload] = useState<Upload | null>(null);
  // A new field after each import: a browser does not tell when the same file is picked again.
  const [picked, setPicked] = useState(0);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const pick = async (file: File | undefined) => {
    if (!file) return;
    setFilters({ operation: '' });
    setUpload(null);
    setError(null);
    setSending(true);
    await uploadFile(file).then(setUpload, setError);
    setSending(false);
  };
  const actions = (
    <>
      <ExportButton what={what} />
      <Link className={buttonClass()} href={what === 'contacts' ? '/contacts' : '/board'}>
        {text.back[what]}
      </Link>
    </>
  );
  return (
    <Page title={text.title[what]} lead={text.lead} actions={actions}>
      {!mayImport && <Empty title={text.viewer} />}
      {mayImport && (
        <Card title={text.file}>
          <div className={styles.columns}>
            <Choice
              label={text.what}
              value={what}
              options={Object.entries(text.whats) as [What, string][]}
              onChange={({ target }) => navigate(`/import/${target.value}`)}
            />
            <Field
              key={picked}
              label={text.pick}
              type="file"
              accept=".csv,text/csv"
              hint={text.pickHint}
              onChange={({ target }) => void pick(target.files?.[0])}
            />
          </div>
          {isSending && <Loading />}
          {error && <ErrorState error={error} />}
        </Card>
      )}
      {mayImport && upload && (
        <MappingForm
          key={`${upload.id} ${what}`}
          {...{ what, upload }}
          begun={(id) => setFilters({ operation: id })}
          taken={() => {
            setUpload(null);
            setPicked(picked + 1);
          }}
        />
      )}
      {operation && <OperationCard key={operation} id={operation} />}
    </Page>
  );
}

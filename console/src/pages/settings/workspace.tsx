import { useState } from 'react';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApi, useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Card, Facts } from '../../components/page.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { useAct } from '../../components/use-act.ts';
import { useLanguage, useText } from '../../text/text.tsx';

const WorkspaceQuery = graphql(`
  query Workspace {
    workspace {
      id
      name
      timeZone
      currency
      locale
      retentionDays
      limits
    }
  }
`);
type Workspace = ResultOf<typeof WorkspaceQuery>['workspace'];

const UpdateWorkspace = graphql(`
  mutation UpdateWorkspace($input: UpdateWorkspaceInput!) {
    updateWorkspace(input: $input) {
      id
    }
  }
`);

/** The workspace's name, zone, currency, locale and retention; admins change them. */
export function WorkspaceSettings() {
  const { crm, settings: text } = useText();
  const isAdmin = useMay('ADMIN');
  const [isEditing, setEditing] = useState(false);
  const { data, error, refetch } = useApi(WorkspaceQuery, {});
  if (!data) return error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading />;
  const { id, name, timeZone, currency, locale, retentionDays } = data.workspace;
  return (
    <Card title={text.tabs.workspace} actions={isAdmin && <Button onClick={() => setEditing(true)}>{crm.edit}</Button>}>
      <Facts
        of={[
          [crm.name, name],
          [crm.timeZone, timeZone],
          [text.currency, currency ?? text.noCurrency],
          [text.locale, locale ?? text.noLocale],
          [text.retention, text.days(retentionDays)],
          [text.workspaceId, <code>{id}</code>],
        ]}
      />
      {isEditing && <EditWorkspace workspace={data.workspace} close={() => setEditing(false)} />}
    </Card>
  );
}

function EditWorkspace({ workspace, close }: { workspace: Workspace; close: () => void }) {
  const { common, crm, settings: text } = useText();
  const { language } = useLanguage();
  const { act, isPending, error } = useAct(UpdateWorkspace, { inForm: true });
  const { retentionDays } = workspace;
  const { retentionDays: longest } = workspace.limits as { retentionDays: number };
  const submit = ({ name, timeZone, currency, locale, days }: Record<string, string>) =>
    act(
      {
        input: {
          name,
          timeZone,
          currency: currency || null,
          locale: locale || null,
          retentionDays: days ? Number(days) : null,
        },
      },
      crm.saved,
      close,
    );
  const zones = new Set([workspace.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')]);
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  const currencies = Intl.supportedValuesOf('currency').map((code) => [code, `${code} · ${names.of(code)}`] as const);
  return (
    <FormDialog
      title={text.editWorkspace}
      action={common.save}
      fields={[
        { name: 'name', label: crm.name, value: workspace.name, required: true, maxLength: 200 },
        {
          name: 'timeZone',
          label: crm.timeZone,
          value: workspace.timeZone,
          options: [...zones].map((zone) => [zone, zone] as const),
        },
        {
          name: 'currency',
          label: text.currency,
          value: workspace.currency,
          hint: text.currencyHint,
          options: [['', text.noCurrency], ...currencies],
        },
        { name: 'locale', label: text.locale, value: workspace.locale, hint: text.localeHint, maxLength: 35 },
        {
          name: 'days',
          at: 'retentionDays',
          label: text.retentionDays,
          type: 'number',
          value: retentionDays < longest ? String(retentionDays) : null,
          hint: text.retentionHint(longest),
        },
      ]}
      {...{ submit, isPending, error, close }}
    />
  );
}

import { useState } from 'react';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApi, useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { CustomFieldDefinitions } from '../../components/custom-fields.tsx';
import { ForceDelete, isInUse } from '../../components/force-delete.tsx';
import { FormDialog, type FormField } from '../../components/form-dialog.tsx';
import { List, type Column } from '../../components/list.tsx';
import { Card } from '../../components/page.tsx';
import { Empty, ErrorState, Loading } from '../../components/states.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';
import styles from './settings.module.css';

const CreateDefinition = graphql(`
  mutation CreateCustomField($input: CreateCustomFieldDefinitionInput!) {
    createCustomFieldDefinition(input: $input) {
      id
    }
  }
`);
const UpdateDefinition = graphql(`
  mutation UpdateCustomField($id: ID!, $input: UpdateCustomFieldDefinitionInput!, $force: Boolean) {
    updateCustomFieldDefinition(id: $id, input: $input, force: $force) {
      id
    }
  }
`);
const DeleteDefinition = graphql(`
  mutation DeleteCustomField($id: ID!, $force: Boolean) {
    deleteCustomFieldDefinition(id: $id, force: $force) {
      id
    }
  }
`);
type Definition = ResultOf<typeof CustomFieldDefinitions>['customFieldDefinitions'][number];

const TYPES = ['TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'SELECT'] as const;

/** The defined custom fields; editors define, change and delete them. */
export function CustomFields() {
  const { customFields: text, crm } = useText();
  const mayEdit = useMay('EDITOR');
  const [asked, setAsked] = useState<'fresh' | Definition | null>(null);
  const { data, error, refetch } = useApi(CustomFieldDefinitions, {});
  const rows = data?.customFieldDefinitions;
  const close = () => setAsked(null);
  const columns: Column<Definition>[] = [
    { name: text.fieldTitle, of: ({ title }) => title },
    { name: text.of, of: ({ entityType }) => text.entities[entityType] },
    { name: text.key, of: ({ key }) => <code>{key}</code> },
    { name: text.type, of: ({ type }) => text.types[type] },
    { name: text.options, of: ({ options }) => options.join(', ') },
    ...(mayEdit
      ? [
          {
            name: crm.edit,
            of: (row: Definition) => (
              <span className={styles.rowActions}>
                <Button aria-label={text.edit(row.title)} onClick={() => setAsked(row)}>
                  {crm.edit}
                </Button>
                <ForceDelete id={row.id} name={row.title} document={DeleteDefinition} words={text.deleteWords} />
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <Card title={text.title} actions={mayEdit && <Button onClick={() => setAsked('fresh')}>{text.fresh}</Button>}>
      <p>{text.lead}</p>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!rows && !error && <Loading />}
      {rows?.length === 0 && <Empty title={text.empty} />}
      {rows && rows.length > 0 && <List label={text.title} rows={rows} columns={columns} keyOf={({ id }) => id} />}
      {asked === 'fresh' && <NewDefinition close={close} />}
      {asked && asked !== 'fresh' && <EditDefinition definition={asked} close={close} />}
    </Card>
  );
}

function useContentFields(definition?: Definition): FormField[] {
  const { customFields: text } = useText();
  return [
    { name: 'title', label: text.fieldTitle, required: true, maxLength: 200, value: definition?.title ?? '' },
    {
      name: 'type',
      label: text.type,
      options: TYPES.map((each) => [each, text.types[each]] as const),
      value: definition?.type ?? 'TEXT',
    },
    {
      name: 'options',
      label: text.options,
      hint: text.optionsHint,
      lines: true,
      value: definition?.options.join('\n') ?? '',
    },
  ];
}

const contentOf = ({ title = '', type, options = '' }: Record<string, string>) => ({
  title,
  type: TYPES.find((each) => each === type) ?? 'TEXT',
  options: options
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean),
});

function NewDefinition({ close }: { close: () => void }) {
  const { customFields: text, crm } = useText();
  const { act, isPending, error } = useAct(CreateDefinition, { inForm: true });
  const content = useContentFields();
  const submit = ({ entityType, key = '', ...values }: Record<string, string>) => {
    const of = entityType === 'ORDER' ? 'ORDER' : 'CONTACT';
    act({ input: { entityType: of, key, ...contentOf(values) } }, text.created(values.title ?? ''), close);
  };
  return (
    <FormDialog
      title={text.fresh}
      action={crm.create}
      fields={[
        {
          name: 'entityType',
          label: text.of,
          options: (['CONTACT', 'ORDER'] as const).map((each) => [each, text.entities[each]] as const),
        },
        { name: 'key', label: text.key, hint: text.keyHint, required: true, maxLength: 64 },
        ...content,
      ]}
      {...{ submit, isPending, error, close }}
    />
  );
}

function EditDefinition({ definition, close }: { definition: Definition; close: () => void }) {
  const { customFields: text, crm, common } = useText();
  const { act, isPending, error } = useAct(UpdateDefinition, { inForm: true });
  const fields = useContentFields(definition);
  const inUse = isInUse(error);
  const submit = ({ force, ...values }: Record<string, string>) =>
    act({ id: definition.id, input: contentOf(values), force: force === 'on' }, crm.saved, close);
  const force = inUse && (
    <label>
      <input type="checkbox" name="force" /> {text.useNow}
    </label>
  );
  return (
    <FormDialog
      title={text.edit(definition.title)}
      action={common.save}
      fields={fields}
      below={force}
      {...{ submit, isPending, error, close }}
    />
  );
}

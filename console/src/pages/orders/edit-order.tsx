import { useState } from 'react';
import { useApi } from '../../api/queries.ts';
import { ContactChoice } from '../../components/contact-choice.tsx';
import { useCustomFields } from '../../components/custom-fields.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { DECIMAL } from '../../components/money.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';
import { BoardPipelines } from '../board/board.data.ts';
import { UpdateOrder, type Order } from './order.data.ts';

/** Edits an order: its fields, its contact, and the pipeline it is in. */
export function EditOrder({ order, close }: { order: Order; close: () => void }) {
  const { common, crm, edits, orders } = useText();
  // The values when the form was opened: changes by others in the meantime are not overwritten.
  const [before] = useState(order);
  const custom = useCustomFields('ORDER', before.customFields);
  const pipelines = useApi(BoardPipelines, {}).data?.pipelines.edges.map(({ node }) => node) ?? [];
  const others = pipelines.filter(({ id }) => id !== before.pipeline.id);
  const { act, isPending, error } = useAct(UpdateOrder, { inForm: true });
  const submit = ({ name = '', value, description, contactId, pipelineId, ...rest }: Record<string, string>) => {
    const input = {
      name,
      description: description || null,
      ...(value && { value }),
      contactId: contactId || null,
      ...(pipelineId !== before.pipeline.id && { pipelineId }),
      ...{ customFields: custom.changed(rest) },
    };
    act({ id: before.id, expectedVersion: before.version, input }, crm.saved, close);
  };
  return (
    <FormDialog
      title={crm.edit}
      action={common.save}
      fields={[
        { name: 'name', label: crm.name, required: true, maxLength: 200, value: before.name },
        {
          name: 'value',
          label: crm.value,
          required: true,
          inputMode: 'decimal',
          pattern: DECIMAL,
          hint: orders.valueHint,
          value: before.value,
        },
        { name: 'description', label: crm.description, maxLength: 4096, value: before.description },
        {
          name: 'pipelineId',
          label: crm.pipeline,
          hint: edits.pipelineHint,
          options: [before.pipeline, ...others].map(({ id, name }) => [id, name] as const),
        },
        ...custom.fields,
      ]}
      below={<ContactChoice current={before.contact} />}
      {...{ submit, isPending, error, close }}
    />
  );
}

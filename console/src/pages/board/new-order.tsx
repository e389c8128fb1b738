import { graphql } from '../../api/graphql.ts';
import { ContactChoice } from '../../components/contact-choice.tsx';
import { useCustomFields } from '../../components/custom-fields.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../components/use-act.ts';
import { DECIMAL } from '../../components/money.tsx';
import { useText } from '../../text/text.tsx';
import type { Pipeline } from './board.data.ts';

const CreateOrder = graphql(`
  mutation CreateOrder($input: CreateOrderInput!) {
    createOrder(input: $input) {
      id
      name
    }
  }
`);

/** The form of a new order. */
export function NewOrder({ pipeline, close }: { pipeline: Pipeline; close: () => void }) {
  const { crm, board, orders } = useText();
  const { act, isPending, error } = useAct(CreateOrder, { inForm: true });
  const custom = useCustomFields('ORDER');
  const submit = ({ name, value, contactId, stageId, ...rest }: Record<string, string>) => {
    const input = {
      pipelineId: pipeline.id,
      name: name || null,
      value: value || null,
      contactId: contactId || null,
      stageId: stageId || null,
      customFields: custom.changed(rest),
    };
    act({ input }, ({ createOrder }) => board.created(createOrder.name), close);
  };
  const stages = pipeline.stages.map(({ id, name }) => [id, name] as const);
  return (
    <FormDialog
      title={board.fresh}
      action={crm.create}
      fields={[
        { name: 'name', label: crm.name, hint: board.nameHint, maxLength: 200 },
        { name: 'value', label: crm.value, inputMode: 'decimal', pattern: DECIMAL, hint: orders.valueHint },
        { name: 'stageId', label: crm.stage, options: stages },
        ...custom.fields,
      ]}
      {...{ submit, isPending, error, close }}
    >
      <ContactChoice />
    </FormDialog>
  );
}

import { useState } from 'react';
import { graphql } from '../../api/graphql.ts';
import { Button } from '../../components/button.tsx';
import { Choice, Field } from '../../components/field.tsx';
import { isInUse } from '../../components/force-delete.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';
import type { Pipeline } from './board.data.ts';
import { EditStages } from './edit-stages.tsx';

const UpdatePipeline = graphql(`
  mutation UpdatePipeline($id: ID!, $input: UpdatePipelineInput!, $force: Boolean) {
    updatePipeline(id: $id, input: $input, force: $force) {
      id
    }
  }
`);

/** Opens the form that edits a pipeline. */
export function EditPipelineButton({ pipeline }: { pipeline: Pipeline }) {
  const text = useText().board;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{text.edit}</Button>
      {isOpen && <EditPipeline pipeline={pipeline} close={() => setOpen(false)} />}
    </>
  );
}

/** Renames a pipeline, renames and reorders its stages, adds a stage, and deletes those whose names are emptied; their orders may move to another. */
function EditPipeline({ pipeline, close }: { pipeline: Pipeline; close: () => void }) {
  const { board, common, crm, force: text } = useText();
  // The stages when the form was opened, in the order that the user gives them.
  const [stages, reorder] = useState(pipeline.stages);
  const { act, isPending, error } = useAct(UpdatePipeline, { inForm: true });
  const submit = ({ pipelineName = '', fresh, force, moveOrdersTo, ...names }: Record<string, string>) => {
    const kept = stages.map(({ id }) => ({ id, name: names[id] ?? '' })).filter(({ name }) => name !== '');
    const all = [...kept, ...(fresh ? [{ name: fresh }] : [])];
    const input = { name: pipelineName, stages: all, moveOrdersTo: moveOrdersTo || null };
    act({ id: pipeline.id, input, force: force === 'on' }, crm.saved, close);
  };
  const force = isInUse(error) && (
    <label>
      <input type="checkbox" name="force" /> {text.check}
    </label>
  );
  return (
    <FormDialog
      title={board.edit}
      action={common.save}
      fields={[{ name: 'fresh', label: board.newStage, maxLength: 200 }]}
      below={force}
      {...{ submit, isPending, error, close }}
    >
      <Field name="pipelineName" label={crm.name} required maxLength={200} defaultValue={pipeline.name} />
      <EditStages stages={stages} reorder={reorder} />
      <Choice
        name="moveOrdersTo"
        label={board.moveOrdersTo}
        options={[['', board.moveNone], ...stages.map(({ id, name }) => [id, name] as const)]}
      />
    </FormDialog>
  );
}

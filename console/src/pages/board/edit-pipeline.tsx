import { useState } from 'react';
import { graphql } from '../../api/graphql.ts';
import { Button } from '../../components/button.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';
import type { Pipeline } from './board.data.ts';

const UpdatePipeline = graphql(`
  mutation UpdatePipeline($id: ID!, $input: UpdatePipelineInput!) {
    updatePipeline(id: $id, input: $input) {
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

/** Renames a pipeline and its stages, adds a stage, and deletes those whose names are emptied. */
function EditPipeline({ pipeline, close }: { pipeline: Pipeline; close: () => void }) {
  const { board, common, crm } = useText();
  // The stages when the form was opened.
  const [before] = useState(pipeline);
  const { act, isPending, error } = useAct(UpdatePipeline, { inForm: true });
  const submit = ({ pipelineName = '', fresh, ...names }: Record<string, string>) => {
    const kept = before.stages.map(({ id }) => ({ id, name: names[id] ?? '' })).filter(({ name }) => name !== '');
    const stages = [...kept, ...(fresh ? [{ name: fresh }] : [])];
    act({ id: before.id, input: { name: pipelineName, stages } }, crm.saved, close);
  };
  return (
    <FormDialog
      title={board.edit}
      action={common.save}
      fields={[
        { name: 'pipelineName', label: crm.name, required: true, maxLength: 200, value: before.name },
        ...before.stages.map(({ id, name }, index) => ({
          name: id,
          label: board.stageAt(index + 1),
          maxLength: 200,
          value: name,
          hint: board.stageHint,
        })),
        { name: 'fresh', label: board.newStage, maxLength: 200 },
      ]}
      {...{ submit, isPending, error, close }}
    />
  );
}

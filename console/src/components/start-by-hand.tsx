import { useState } from 'react';
import { useLocation } from 'wouter';
import { ApiError } from '../api/client.ts';
import { graphql } from '../api/graphql.ts';
import { useApi, useMay } from '../api/queries.ts';
import { useText } from '../text/text.tsx';
import { Button } from './button.tsx';
import { ContactChoice } from './contact-choice.tsx';
import { Choice } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';
import { OrderChoice } from './order-choice.tsx';
import { useAct } from './use-act.ts';

const StartAutomation = graphql(`
  mutation StartAutomation($id: ID!, $input: StartAutomationInput!) {
    startAutomation(id: $id, input: $input) {
      id
      automation {
        name
      }
    }
  }
`);
const ManualAutomations = graphql(`
  query ManualAutomations {
    automations(filter: { triggerType: "manual", enabled: true }, first: 100) {
      edges {
        node {
          id
          name
          trigger {
            config
          }
        }
      }
    }
  }
`);

type About = 'contact' | 'order';
export const aboutOf = (config: unknown): About =>
  (config as { about?: string } | null)?.about === 'order' ? 'order' : 'contact';

/** Starts an automation, and shows the execution; an error tells in words why it does not start. */
function useStart() {
  const { byHand: text, event } = useText();
  const [, go] = useLocation();
  const { act, isPending, error } = useAct(StartAutomation, { inForm: true });
  const start = (id: string, about: About, subjectId: string) =>
    act(
      { id, input: { [`${about}Id`]: subjectId } },
      ({ startAutomation }) => text.started(startAutomation.automation.name),
      ({ startAutomation }) => go(`/executions/${startAutomation.id}`),
    );
  return { start, isPending, error: inWords(error, event.outcomes) };
}

// The message begins with the outcome, such as "ALREADY_RUNNING: It runs once at a time".
function inWords(error: Error | null, outcomes: Readonly<Record<string, string>>): Error | null {
  const [, outcome = '', reason = ''] = /^([A-Z_]+): (.*)$/s.exec(error?.message ?? '') ?? [];
  const words = outcomes[outcome];
  return words && error instanceof ApiError ? new ApiError(error.code, `${words}. ${reason}`) : error;
}

/** The button of an automation with a manual trigger: asks for which contact or order. */
export function StartByHand({ id, name, isLive, about }: { id: string; name: string; isLive: boolean; about: About }) {
  const text = useText().byHand;
  const mayEdit = useMay('EDITOR');
  const [isAsked, setAsked] = useState(false);
  const { start, isPending, error } = useStart();
  if (!mayEdit) return null;
  return (
    <>
      <Button look="primary" disabled={!isLive} title={isLive ? undefined : text.off} onClick={() => setAsked(true)}>
        {text.action}
      </Button>
      {isAsked && (
        <FormDialog
          title={`${text.action}: ${name}`}
          action={text.start}
          fields={[]}
          submit={(values) => values[`${about}Id`] && start(id, about, values[`${about}Id`]!)}
          close={() => setAsked(false)}
          {...{ isPending, error }}
        >
          {about === 'order' ? <OrderChoice /> : <ContactChoice required />}
        </FormDialog>
      )}
    </>
  );
}

/** The button of a contact or order: asks which automation to start for it. */
export function StartFor({ about, id }: { about: About; id: string }) {
  const text = useText().byHand;
  const mayEdit = useMay('EDITOR');
  const [isAsked, setAsked] = useState(false);
  if (!mayEdit) return null;
  return (
    <>
      <Button onClick={() => setAsked(true)}>{text.startOne}</Button>
      {isAsked && <ChooseAutomation about={about} id={id} close={() => setAsked(false)} />}
    </>
  );
}

function ChooseAutomation({ about, id, close }: { about: About; id: string; close: () => void }) {
  const text = useText().byHand;
  const { start, isPending, error } = useStart();
  const { data } = useApi(ManualAutomations, {});
  const fitting = data?.automations.edges
    .map(({ node }) => node)
    .filter(({ trigger }) => aboutOf(trigger.config) === about);
  return (
    <FormDialog
      title={text.startOne}
      action={text.start}
      fields={[]}
      submit={({ automation }) => automation && start(automation, about, id)}
      {...{ isPending: isPending || fitting?.length === 0, error, close }}
    >
      {fitting?.length === 0 ? (
        <p>{text.none}</p>
      ) : (
        <Choice
          label={text.automation}
          name="automation"
          options={fitting?.map(({ id, name }) => [id, name] as const) ?? []}
        />
      )}
    </FormDialog>
  );
}

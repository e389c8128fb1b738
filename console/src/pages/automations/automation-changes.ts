import { useQueryClient } from '@tanstack/react-query';
import { graphql } from '../../api/graphql.ts';
import { useChange } from '../../api/queries.ts';
import { useErrorWords } from '../../components/states.tsx';
import { useSay } from '../../components/toasts.tsx';
import { useText } from '../../text/text.tsx';

const SetMode = graphql(`
  mutation SetAutomationMode($id: ID!, $mode: AutomationMode!, $sleeping: SleepingExecutions) {
    setAutomationMode(id: $id, mode: $mode, sleeping: $sleeping) {
      id
      name
      mode
    }
  }
`);

const Duplicate = graphql(`
  mutation DuplicateAutomation($id: ID!) {
    duplicateAutomation(id: $id) {
      id
      name
    }
  }
`);

const Delete = graphql(`
  mutation DeleteAutomation($id: ID!, $sleeping: SleepingExecutions) {
    deleteAutomation(id: $id, sleeping: $sleeping) {
      id
      name
    }
  }
`);

/** What happens to unfinished executions. */
export type Sleeping = 'CANCEL' | 'LET_FINISH';

/** What an automation does with events. */
export type Mode = 'OFF' | 'SHADOW' | 'LIVE';

/** The parts of an automation that its buttons need. */
export interface Changeable {
  id: string;
  name: string;
  mode: Mode;
}

/** Switches, duplicates and deletes an automation, and says how it went. */
export function useAutomationChanges({ id }: { id: string }) {
  const text = useText().automation;
  const queries = useQueryClient();
  const told = useTold();
  const setMode = useChange(SetMode);
  const duplicate = useChange(Duplicate, { invalidates: ['Automations', 'AutomationRuns', 'ExecutionChoices'] });
  // The screen of a deleted automation must not refetch it.
  const remove = useChange(Delete, { invalidates: [] });
  return {
    isPending: setMode.isPending || duplicate.isPending || remove.isPending,
    setMode: (mode: Mode, sleeping?: Sleeping, done?: () => void) =>
      void told(setMode.mutateAsync({ id, mode, sleeping: sleeping ?? null }), ({ setAutomationMode: now }) =>
        text.modeNow[now.mode](now.name),
      ).then(done),
    duplicate: (open: (id: string) => void) =>
      void told(duplicate.mutateAsync({ id }), (data) => text.duplicated(data.duplicateAutomation.name)).then(
        (data) => data && open(data.duplicateAutomation.id),
      ),
    remove: (sleeping: Sleeping, done: (isGone: boolean) => void) =>
      void told(remove.mutateAsync({ id, sleeping }), (data) => text.removed(data.deleteAutomation.name)).then(
        (data) => {
          done(data !== null);
          if (data) void queries.invalidateQueries({ queryKey: ['Automations'] });
        },
      ),
  };
}

/**
 * Shows a toast with the result; resolves with null on failure. It uses the promise: a row that no longer matches the filters is
 * unmounted before the answer arrives, and then the mutation's own callbacks are not called.
 */
export function useTold() {
  const say = useSay();
  const text = useText().automation;
  const wordsOf = useErrorWords();
  return <Data>(change: Promise<Data>, wordsOfDone: (data: Data) => string): Promise<Data | null> =>
    change.then(
      (data) => {
        say(wordsOfDone(data));
        return data;
      },
      (error: Error) => {
        say(text.notDone(wordsOf(error)), true);
        return null;
      },
    );
}

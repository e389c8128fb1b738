import { useQueryClient } from '@tanstack/react-query';
import { createContext, createElement, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { graphql, type ResultOf } from './graphql.ts';
import { LiveExecutions } from './live-executions.store.ts';
import { useCatchUp, useSubscription } from './socket.ts';

/** The fields of an execution for a list row. */
export const ExecutionRowParts = graphql(`
  fragment ExecutionRowParts on Execution {
    id
    status
    seq
    automation {
      id
      name
    }
    automationVersion
    cancelRequested
    queuedAt
    startedAt
    completedAt
    wakeAt
    durationMs
    error {
      code
      message
    }
  }
`);
export type ExecutionRow = ResultOf<typeof ExecutionRowParts>;

const ExecutionChanges = graphql(
  `
    subscription ExecutionChanges {
      executionUpdated {
        ...ExecutionRowParts
      }
    }
  `,
  [ExecutionRowParts],
);

const Live = createContext<LiveExecutions | null>(null);

/** Whether a query is about one execution, named in its variables. */
const isAbout = (id: string, variables: unknown) => Object.values((variables as object | undefined) ?? {}).includes(id);

/** One subscription for the whole console, shared by all screens. */
export function LiveExecutionsProvider({ children }: { children: ReactNode }) {
  const live = useMemo(() => new LiveExecutions(), []);
  const queries = useQueryClient();
  useSubscription(ExecutionChanges, {}, ({ executionUpdated: row }) => {
    const isGap = live.take(row);
    if (isGap)
      void queries.invalidateQueries({ predicate: ({ queryKey: [, variables] }) => isAbout(row.id, variables) });
  });
  useCatchUp(async () => {
    const mark = live.mark();
    const wasRead = await queries.invalidateQueries({}, { throwOnError: true }).then(
      () => true,
      () => false,
    );
    // Until it is queried, the live state is all that is known of it.
    if (wasRead) live.forgetUntil(mark);
  });
  return createElement(Live.Provider, { value: live }, children);
}

/** The shared store; the component renders again when the store changes. */
export function useLiveExecutions(): LiveExecutions {
  const live = useContext(Live);
  if (!live) throw new Error('useLiveExecutions needs a LiveExecutionsProvider above it');
  useSyncExternalStore(live.subscribe, () => live.version);
  return live;
}

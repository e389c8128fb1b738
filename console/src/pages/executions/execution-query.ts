import { useQueryClient } from '@tanstack/react-query';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApi } from '../../api/queries.ts';
import { useSubscription } from '../../api/socket.ts';

const ExecutionParts = graphql(`
  fragment ExecutionParts on Execution {
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
    warnings {
      at
      stepKey
      code
      message
    }
    waitingFor {
      kind
      until
      detail
    }
    steps {
      index
      key
      actionType
      status
      arm
      skippedBecause
      attempts
      input
      output
      error {
        code
        message
        retryable
      }
      startedAt
      completedAt
      durationMs
    }
  }
`);

const ExecutionShown = graphql(
  `
    query ExecutionShown($id: ID!) {
      execution(id: $id) {
        ...ExecutionParts
        cause {
          event {
            id
            type
            actor {
              type
              id
              name
            }
          }
          execution {
            id
            automation {
              id
              name
            }
          }
        }
      }
    }
  `,
  [ExecutionParts],
);
type Read = ResultOf<typeof ExecutionShown>;

/** An execution with its steps, as its page shows it. */
export type ExecutionWhole = Read['execution'];
export type StepShown = ExecutionWhole['steps'][number];

const ThisExecutionChanged = graphql(
  `
    subscription ThisExecutionChanged($id: ID!) {
      executionUpdated(executionId: $id) {
        ...ExecutionParts
      }
    }
  `,
  [ExecutionParts],
);

/** One execution, kept current: each change replaces the shown state; after a missed change it is refetched. */
export function useExecution(id: string) {
  const queries = useQueryClient();
  const query = useApi(ExecutionShown, { id });
  const key = ['ExecutionShown', { id }];
  useSubscription(ThisExecutionChanged, { id }, ({ executionUpdated: change }) => {
    const known = queries.getQueryData<Read>(key)?.execution;
    if (!known || change.seq <= known.seq) return;
    queries.setQueryData<Read>(key, { execution: { ...known, ...change } });
    if (change.seq > known.seq + 1) void queries.invalidateQueries({ queryKey: key });
  });
  return query;
}

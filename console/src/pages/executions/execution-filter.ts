import { useState } from 'react';
import { graphql } from '../../api/graphql.ts';
import type { ExecutionRow } from '../../api/live-executions.ts';
import { useApi } from '../../api/queries.ts';
import { useFilters } from '../../components/filters.ts';

/** What the filters offer. */
const Choices = graphql(`
  query ExecutionChoices {
    automations(first: 100) {
      edges {
        node {
          id
          name
          trigger {
            type
          }
        }
      }
    }
    catalog {
      triggers {
        type
      }
    }
  }
`);

type Status = ExecutionRow['status'];
export const STATUSES: Status[] = ['QUEUED', 'RUNNING', 'SLEEPING', 'SUCCEEDED', 'FAILED', 'CANCELLED'];
/** A status in the address, or OPEN for all that have not ended. */
const statusesOf = (given: string): Status[] => {
  if (given === 'OPEN') return ['QUEUED', 'RUNNING', 'SLEEPING'];
  return STATUSES.filter((each) => each === given);
};

const HOUR_MS = 3_600_000;
const SINCE_MS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS };
type Since = keyof typeof SINCE_MS;

/** The start of the period, for a choice such as `hour`: the same instant until another choice is made, as it is part of the cache key. */
function useSince(choice: string): string | null {
  const [openedAt] = useState(Date.now);
  const length = SINCE_MS[choice as Since] as number | undefined;
  return length ? new Date(openedAt - length).toISOString() : null;
}

const NAMES = ['status', 'automation', 'trigger', 'since'] as const;

/** The filter of the list of executions: in the address, as query variables, and as a test for live rows. */
export function useExecutionFilter() {
  const [chosen, choose] = useFilters(NAMES);
  const { automation, trigger } = chosen;
  const statuses = statusesOf(chosen.status);
  const from = useSince(chosen.since);
  const offered = useApi(Choices, {}).data;
  const automations = offered?.automations.edges.map(({ node }) => node) ?? [];
  // A live row names its automation, which has the trigger; the API has filtered the queried rows.
  const hasTrigger = ({ automation: { id } }: ExecutionRow, isRead: boolean) =>
    !trigger || isRead || automations.find((each) => each.id === id)?.trigger.type === trigger;
  return {
    chosen,
    choose,
    clear: () => choose({ status: '', automation: '', trigger: '', since: '' }),
    isNarrowed: NAMES.some((name) => chosen[name]),
    sent: { statuses, automationId: automation || null, triggerType: trigger || null, from },
    fits: (row: ExecutionRow, isRead: boolean): boolean =>
      (statuses.length === 0 || statuses.includes(row.status)) &&
      (!automation || row.automation.id === automation) &&
      (!from || row.queuedAt >= from) &&
      hasTrigger(row, isRead),
    automations: automations.map(({ id, name }) => [id, name] as const),
    triggers: offered?.catalog.triggers.map(({ type }) => type) ?? [],
  };
}

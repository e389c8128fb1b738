import { useMemo } from 'react';
import { Link } from 'wouter';
import type { ExecutionRow } from '../api/live-executions.ts';
import type { Text } from '../text/en.ts';
import { useText } from '../text/text.tsx';
import type { Column } from './list.tsx';
import { StatusBadge } from './status-badge.tsx';
import { Duration, RelativeTime } from './time.tsx';

/** The columns of the list of executions: all of them if `whole`, otherwise the few that fit into half the width of the page. */
export function useExecutionColumns({ whole }: { whole: boolean }): Column<ExecutionRow>[] {
  const text = useText();
  return useMemo(() => columnsOf(text, whole), [text, whole]);
}

function columnsOf(text: Text, whole: boolean): Column<ExecutionRow>[] {
  const short: Column<ExecutionRow>[] = [
    {
      name: text.executions.automation,
      of: (row) => <Link href={`/executions/${row.id}`}>{row.automation.name}</Link>,
    },
    { name: text.executions.status, of: ({ status }) => <StatusBadge status={status} /> },
    { name: text.executions.queuedAt, of: ({ queuedAt }) => <RelativeTime at={queuedAt} /> },
  ];
  if (!whole) return short;
  return [
    ...short,
    {
      name: text.executions.error,
      of: ({ error }) => (error ? <span title={error.message}>{error.code}</span> : ''),
    },
    {
      name: text.executions.duration,
      of: ({ durationMs }) => (durationMs === null ? '' : <Duration ms={durationMs} />),
      end: true,
    },
  ];
}

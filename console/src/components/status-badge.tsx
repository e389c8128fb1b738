import type { ReactNode } from 'react';
import { useText } from '../text/text.tsx';
import type { Text } from '../text/en.ts';
import styles from './status-badge.module.css';

/** The status of an execution or a step. */
export type Status = keyof Text['status'];

type Tone = 'good' | 'bad' | 'busy' | 'wait' | 'idle';

const TONE: Record<Status, Tone> = {
  QUEUED: 'wait',
  RUNNING: 'busy',
  SLEEPING: 'wait',
  SUCCEEDED: 'good',
  FAILED: 'bad',
  CANCELLED: 'idle',
  PENDING: 'idle',
  WAITING: 'wait',
  SKIPPED: 'idle',
  UNKNOWN: 'bad',
};

/** A status in words and colour; the words alone say it too. */
export function StatusBadge({ status }: { status: Status }) {
  return <Badge tone={TONE[status]}>{useText().status[status]}</Badge>;
}

/** Whether something is switched on, or any other state that is no status. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`${styles.badge} ${styles[tone] ?? ''}`}>{children}</span>;
}

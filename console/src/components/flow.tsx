import type { ReactNode } from 'react';
import styles from './flow.module.css';

/** One step of a flow: what it is, what it does, and how often it was done. */
export interface FlowStep {
  key: string;
  /** Its part in the flow, such as "When". */
  role: string;
  title: ReactNode;
  /** Beside its title, such as its key or its delay. */
  aside?: ReactNode;
  body?: ReactNode;
  counts?: ReactNode;
  /** The branches after it, each a flow. */
  arms?: FlowArms | undefined;
}

interface FlowArms {
  label: string;
  of: FlowArm[];
}

export interface FlowArm {
  key: string;
  name: ReactNode;
  /** The name where only text can be. */
  label: string;
  /** When it is taken. */
  body: ReactNode;
  steps: FlowStep[];
}

interface FlowProps {
  label: string;
  steps: FlowStep[];
  /** The level of the headings of its steps. */
  level?: number;
}

/** The deepest headings there are; lists within lists say the rest. */
const headingOf = (level: number) => `h${Math.min(level, 6)}` as 'h3' | 'h4' | 'h5' | 'h6';

/** Steps in order, one below the other; the branches of a step are nested lists. */
export function Flow({ label, steps, level = 3 }: FlowProps) {
  const Heading = headingOf(level);
  return (
    <ol className={styles.flow} aria-label={label}>
      {steps.map(({ key, role, title, aside, body, counts, arms }) => (
        <li key={key} className={styles.step}>
          <header className={styles.head}>
            <span className={styles.role}>{role}</span>
            <Heading className={styles.title}>{title}</Heading>
            {aside}
          </header>
          {body}
          {counts}
          {arms && <Arms of={arms} level={level + 1} />}
        </li>
      ))}
    </ol>
  );
}

function Arms({ of: { label, of }, level }: { of: FlowArms; level: number }) {
  const Heading = headingOf(level);
  return (
    <ul className={styles.arms} aria-label={label}>
      {of.map((arm) => (
        <li key={arm.key} className={styles.arm}>
          <Heading className={styles.title}>{arm.name}</Heading>
          {arm.body}
          {arm.steps.length > 0 && <Flow label={arm.label} steps={arm.steps} level={level + 1} />}
        </li>
      ))}
    </ul>
  );
}

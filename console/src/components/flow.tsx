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
  arms?: FlowArm[];
}

interface FlowArm {
  key: string;
  name: string;
  /** When it is taken. */
  body?: ReactNode;
  steps: FlowStep[];
}

/** Steps in order, one below the other; the branches of a step are nested lists. */
export function Flow({ label, steps }: { label: string; steps: FlowStep[] }) {
  return (
    <ol className={styles.flow} aria-label={label}>
      {steps.map(({ key, role, title, aside, body, counts, arms = [] }) => (
        <li key={key} className={styles.step}>
          <header className={styles.head}>
            <span className={styles.role}>{role}</span>
            <h3>{title}</h3>
            {aside}
          </header>
          {body}
          {counts}
          {arms.map((arm) => (
            <section key={arm.key} className={styles.arm}>
              <h4>{arm.name}</h4>
              {arm.body}
              {arm.steps.length > 0 && <Flow label={arm.name} steps={arm.steps} />}
            </section>
          ))}
        </li>
      ))}
    </ol>
  );
}

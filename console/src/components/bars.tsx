import styles from './bars.module.css';

/** One bar: how many, and how many of these failed. */
export interface Bar {
  at: string;
  started: number;
  failed: number;
}

/** Bars over time, the failed part on top. `label` says in words what they show; a sparkline is the same, small. */
export function Bars({ of, label, small = false }: { of: readonly Bar[]; label: string; small?: boolean }) {
  const most = Math.max(1, ...of.map(({ started }) => started));
  const height = 100;
  return (
    <svg
      className={small ? styles.small : styles.bars}
      viewBox={`0 0 ${of.length * 10} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {of.map(({ at, started, failed }, index) => {
        const [whole, bad] = [(started / most) * height, (Math.min(failed, started) / most) * height];
        return (
          <g key={at}>
            <rect className={styles.ground} x={index * 10 + 1} y={height - 2} width={8} height={2} />
            <rect className={styles.good} x={index * 10 + 1} y={height - whole} width={8} height={whole - bad} />
            <rect className={styles.failed} x={index * 10 + 1} y={height - bad} width={8} height={bad} />
          </g>
        );
      })}
    </svg>
  );
}

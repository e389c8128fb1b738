import type { Json } from '../../api/graphql.ts';
import { useText } from '../../text/text.tsx';
import type { Changed } from './audit-diff.ts';
import styles from './automation.module.css';
import type { Names } from './automation-query.ts';
import { Value } from './settings-of.tsx';

/** Fields that differ between two states, each with both values. */
export function Fields({ of, names }: { of: Changed[]; names: Names | undefined }) {
  const text = useText().automation;
  return (
    <dl className={styles.diff}>
      {of.map(({ path, before, after }) => (
        <div key={path}>
          <dt>
            <code>{path}</code>
          </dt>
          <dd>
            {before !== undefined && (
              <del>
                <span className="visually-hidden">{text.before}: </span>
                <Side of={before} names={names} />
              </del>
            )}
            {after !== undefined && (
              <ins>
                <span className="visually-hidden">{text.now}: </span>
                <Side of={after} names={names} />
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Side({ of, names }: { of: Json; names: Names | undefined }) {
  const name = typeof of === 'string' ? names?.get(of) : undefined;
  return name === undefined ? <Value of={of} /> : <bdi>{name}</bdi>;
}

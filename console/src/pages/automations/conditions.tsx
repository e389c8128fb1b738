import type { Json } from '../../api/graphql.ts';
import { useText } from '../../text/text.tsx';
import type { Catalog } from './automation-query.ts';
import styles from './automation.module.css';

interface Group {
  logic: string;
  conditions: Condition[];
}
interface Row {
  field: string;
  operator: string;
  value?: Json;
}
type Condition = Group | Row;

interface ConditionWords {
  operators: ReadonlyMap<string, string>;
  facts: ReadonlyMap<string, string>;
}

/** The words for conditions on the facts of a trigger. */
export function conditionWords(catalog: Catalog | undefined, trigger: string | undefined): ConditionWords {
  const facts = catalog?.triggers.find(({ type }) => type === trigger)?.facts ?? [];
  return {
    operators: new Map((catalog?.operators ?? []).map(({ type, title }) => [type, title])),
    facts: new Map(facts.map(({ path, title }) => [path, title])),
  };
}

/** Conditions as sentences, groups as lists within lists. */
export function Conditions({ of, words }: { of: Json; words: ConditionWords }) {
  return (
    <div className={styles.conditions}>
      <One condition={of as unknown as Condition} words={words} />
    </div>
  );
}

function One({ condition, words }: { condition: Condition; words: ConditionWords }) {
  const text = useText().automation;
  // A draft may hold anything here.
  if (typeof condition !== 'object' || condition === null) return <code>{JSON.stringify(condition)}</code>;
  if (!('conditions' in condition)) return <Sentence row={condition} words={words} />;
  if (!Array.isArray(condition.conditions)) return <code>{JSON.stringify(condition)}</code>;
  return (
    <>
      <p className={styles.logic}>{condition.logic === 'OR' ? text.either : text.everything}</p>
      <ul>
        {condition.conditions.map((each, index) => (
          <li key={index}>
            <One condition={each} words={words} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Sentence({ row: { field, operator, value }, words }: { row: Row; words: ConditionWords }) {
  return (
    <span>
      <code title={words.facts.get(field)}>
        <bdi>{field}</bdi>
      </code>{' '}
      {words.operators.get(operator) ?? operator}
      {value !== undefined && value !== null && (
        <>
          {' '}
          <Operand of={value} />
        </>
      )}
    </span>
  );
}

function Operand({ of }: { of: Json }) {
  const all = Array.isArray(of) ? of : [of];
  return all.map((each, index) => (
    <span key={index}>
      {index > 0 && ', '}
      <b className={styles.operand}>
        <bdi>{typeof each === 'string' ? each : JSON.stringify(each)}</bdi>
      </b>
    </span>
  ));
}

import type { ReactNode } from 'react';
import type { Json } from '../../api/graphql.ts';
import { Template } from '../../components/template.tsx';
import { useText } from '../../text/text.tsx';
import styles from './automation.module.css';
import type { Names } from './automation-query.ts';

/** What the API shows in place of a secret. */
const MASK = '•••';

interface SchemaField {
  title?: string;
  reference?: string;
}

type Fields = Record<string, SchemaField>;
const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields that a JSON Schema of the catalog describes, in its order. */
function fieldsOf(schema: Json | undefined): Fields {
  const properties = isObject(schema) ? schema.properties : undefined;
  return (isObject(properties) ? properties : {}) as Fields;
}

/** A trigger's config or an action's params, each by the catalog's title. */
export function Settings({ of, schema, names }: { of: Json; schema: Json | undefined; names: Names | undefined }) {
  const text = useText().automation;
  const fields = fieldsOf(schema);
  const given = isObject(of) ? of : {};
  const known = Object.keys(fields).filter((name) => name in given);
  const others = Object.keys(given).filter((name) => !(name in fields));
  const shown = [...known, ...others];
  if (shown.length === 0) return <p className={styles.muted}>{text.noParams}</p>;
  return (
    <dl className={styles.settings}>
      {shown.map((name) => (
        <div key={name}>
          <dt>{fields[name]?.title ?? name}</dt>
          <dd>{fields[name]?.reference ? <Named id={given[name]!} names={names} /> : <Value of={given[name]!} />}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A pipeline, stage or tag by its name. */
function Named({ id, names }: { id: Json; names: Names | undefined }) {
  const text = useText().automation;
  const name = typeof id === 'string' ? names?.get(id) : undefined;
  if (name !== undefined) return <bdi>{name}</bdi>;
  return (
    <span {...(names && { title: text.unknownId })}>
      <Value of={id} />
    </span>
  );
}

/** Any value as text: placeholders marked, secrets named as such, objects as names and values. */
export function Value({ of }: { of: Json }): ReactNode {
  const { automation: text, common } = useText();
  if (of === null || of === '') return <span className={styles.muted}>{text.emptyValue}</span>;
  if (of === MASK) return <Secret />;
  if (typeof of === 'string') return <Template>{of}</Template>;
  if (typeof of === 'boolean') return of ? common.yes : common.no;
  if (typeof of === 'number') return String(of);
  return <Nested of={of} />;
}

function Secret() {
  const text = useText().automation;
  return (
    <span className={styles.muted}>
      <span aria-hidden="true">{MASK} </span>
      {text.secret}
    </span>
  );
}

const isSimple = (value: Json) => typeof value !== 'object' || value === null;

function Nested({ of }: { of: Json[] | { [key: string]: Json } }) {
  if (!Object.values(of).every(isSimple)) {
    return (
      <pre className={styles.json} tabIndex={0}>
        <Template>{JSON.stringify(of, null, 2)}</Template>
      </pre>
    );
  }
  return (
    <ul className={styles.values}>
      {Object.entries(of).map(([name, value]) => (
        <li key={name}>
          {!Array.isArray(of) && <code>{name}: </code>}
          <Value of={value} />
        </li>
      ))}
    </ul>
  );
}

import type { Json } from '../../api/graphql.ts';
import { useApi } from '../../api/queries.ts';
import { Flow, type FlowStep } from '../../components/flow.tsx';
import { delayText } from '../../components/time.tsx';
import { useLanguage, useText } from '../../text/text.tsx';
import styles from './automation.module.css';
import {
  actionsOf,
  CatalogQuery,
  NamesQuery,
  namesOf,
  type Action,
  type AutomationWhole,
  type Catalog,
  type Names,
  type Stats,
} from './automation-query.ts';
import { Conditions, type ConditionWords } from './conditions.tsx';
import { Settings } from './settings-of.tsx';

/** What an automation does, from its trigger to its last action, with how often each was reached. */
export function AutomationFlow({ automation, stats }: { automation: AutomationWhole; stats: Stats | undefined }) {
  const text = useText().automation;
  const catalog = useApi(CatalogQuery, {}).data?.catalog;
  const found = useApi(NamesQuery, {}).data;
  const names = found && namesOf(found);
  const trigger = useTrigger(automation, catalog, names);
  const conditions = useConditions(automation, catalog);
  const actions = useActions({ automation, catalog, names, stats });
  return <Flow label={text.flow} steps={[trigger, conditions, ...actions]} />;
}

function useTrigger({ trigger }: AutomationWhole, catalog: Catalog | undefined, names: Names | undefined): FlowStep {
  const text = useText().automation;
  const kind = catalog?.triggers.find(({ type }) => type === trigger.type);
  const isNarrowed = Object.keys((trigger.config as object | null) ?? {}).length > 0;
  return {
    key: ' trigger',
    role: text.when,
    title: kind?.title ?? trigger.type,
    body: isNarrowed && <Settings of={trigger.config} schema={kind?.configSchema} names={names} />,
  };
}

function useConditions({ trigger, conditions }: AutomationWhole, catalog: Catalog | undefined): FlowStep {
  const text = useText().automation;
  return {
    key: ' conditions',
    role: text.only,
    title: conditions === null ? <span className={styles.muted}>{text.always}</span> : text.conditions,
    body: conditions !== null && <Conditions of={conditions} words={wordsFor(trigger.type, catalog)} />,
  };
}

/** The words for conditions on the facts of a trigger. */
function wordsFor(triggerType: string, catalog: Catalog | undefined): ConditionWords {
  const facts = catalog?.triggers.find(({ type }) => type === triggerType)?.facts ?? [];
  return {
    operators: new Map((catalog?.operators ?? []).map(({ type, title }) => [type, title])),
    facts: new Map(facts.map(({ path, title }) => [path, title])),
  };
}

interface Parts {
  automation: AutomationWhole;
  catalog: Catalog | undefined;
  names: Names | undefined;
  stats: Stats | undefined;
}

function useActions({ automation, catalog, names, stats }: Parts): FlowStep[] {
  const text = useText().automation;
  const { language } = useLanguage();
  const kinds = new Map(
    [...(catalog?.actions ?? []), ...(catalog?.controlSteps ?? [])].map((kind) => [kind.type, kind]),
  );
  const words = wordsFor(automation.trigger.type, catalog);
  const stepOf = ({ key, type, params, delay, arms, otherwise }: Action): FlowStep => ({
    key,
    role: delay === null ? text.then : text.after(delayText(delay, language)),
    title: kinds.get(type)?.title ?? type,
    aside: <code className={styles.muted}>{key}</code>,
    body: !arms && <Params of={params as Json} {...{ schema: kinds.get(type)?.paramsSchema, names, catalog }} />,
    counts: stats && <Counts of={stats.steps.find((each) => each.key === key)} />,
    arms: arms
      ? [...arms.map(armOf), { key: ' otherwise', name: text.otherwise, steps: (otherwise ?? []).map(stepOf) }]
      : [],
  });
  const armOf = ({ name, conditions, actions }: NonNullable<Action['arms']>[number]) => ({
    key: name,
    name: text.arm(name),
    body: <Conditions of={conditions} words={words} />,
    steps: actions.map(stepOf),
  });
  return actionsOf(automation).map(stepOf);
}

/** The params of an action; the conditions of a wait are sentences. */
function Params({ of, schema, names, catalog }: ParamsProps) {
  const { event, conditions, ...rest } = (of ?? {}) as { event?: string; conditions?: Json };
  if (event === undefined) return <Settings of={of} schema={schema} names={names} />;
  const title = catalog?.triggers.find(({ type }) => type === event)?.title ?? event;
  return (
    <>
      <Settings of={{ event: title, ...rest }} schema={schema} names={names} />
      {conditions && <Conditions of={conditions} words={wordsFor(event, catalog)} />}
    </>
  );
}

interface ParamsProps {
  of: Json;
  schema: Json | undefined;
  names: Names | undefined;
  catalog: Catalog | undefined;
}

type StepCounts = Stats['steps'][number];
const NONE = { reached: 0, succeeded: 0, failed: 0, waiting: 0 };
const KINDS = ['reached', 'succeeded', 'failed', 'waiting'] as const;

function Counts({ of = { key: '', ...NONE } }: { of: StepCounts | undefined }) {
  const text = useText().automation;
  return (
    <dl className={styles.counts}>
      {KINDS.map((kind) => (
        <div key={kind} className={of[kind] > 0 ? styles[kind] : ''}>
          <dt>{text[kind]}</dt>
          <dd>{of[kind]}</dd>
        </div>
      ))}
    </dl>
  );
}

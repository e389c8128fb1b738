import { useApi } from '../../api/queries.ts';
import { Flow, type FlowStep } from '../../components/flow.tsx';
import { delayText } from '../../components/time.tsx';
import { useLanguage, useText } from '../../text/text.tsx';
import styles from './automation.module.css';
import {
  CatalogQuery,
  NamesQuery,
  namesOf,
  type AutomationWhole,
  type Catalog,
  type Names,
  type Stats,
} from './automation-query.ts';
import { Conditions } from './conditions.tsx';
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
  const facts = catalog?.triggers.find(({ type }) => type === trigger.type)?.facts ?? [];
  const words = {
    operators: new Map((catalog?.operators ?? []).map(({ type, title }) => [type, title])),
    facts: new Map(facts.map(({ path, title }) => [path, title])),
  };
  return {
    key: ' conditions',
    role: text.only,
    title: conditions === null ? <span className={styles.muted}>{text.always}</span> : text.conditions,
    body: conditions !== null && <Conditions of={conditions} words={words} />,
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
  return automation.actions.map(({ key, type, params, delay }) => {
    const kind = catalog?.actions.find((each) => each.type === type);
    const counts = stats?.steps.find((each) => each.key === key);
    return {
      key,
      role: delay === null ? text.then : text.after(delayText(delay, language)),
      title: kind?.title ?? type,
      aside: <code className={styles.muted}>{key}</code>,
      body: <Settings of={params} schema={kind?.paramsSchema} names={names} />,
      counts: stats && <Counts of={counts} />,
    };
  });
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

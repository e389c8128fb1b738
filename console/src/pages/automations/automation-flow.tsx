import { useApi } from '../../api/queries.ts';
import { Flow, type FlowArm, type FlowStep } from '../../components/flow.tsx';
import { delayText } from '../../components/time.tsx';
import { useLanguage, useText } from '../../text/text.tsx';
import styles from './automation.module.css';
import {
  CatalogQuery,
  NamesQuery,
  namesOf,
  type ActionShown,
  type AutomationWhole,
  type Catalog,
  type Names,
  type Stats,
} from './automation-query.ts';
import { Conditions, conditionWords } from './conditions.tsx';
import { Settings } from './settings-of.tsx';
import { StepBody } from './step-body.tsx';

/** What a flow shows: an automation, its draft, or one of its versions. */
export type Flowing = Pick<AutomationWhole, 'conditions' | 'actions'> & { trigger: AutomationWhole['trigger'] | null };

interface AutomationFlowProps {
  automation: Flowing;
  stats: Stats | undefined;
  label?: string;
}

/** What an automation does, from its trigger to its last action, with how often each was reached. */
export function AutomationFlow({ automation, stats, label }: AutomationFlowProps) {
  const text = useText().automation;
  const catalog = useApi(CatalogQuery, {}).data?.catalog;
  const found = useApi(NamesQuery, {}).data;
  const names = found && namesOf(found);
  const trigger = useTrigger(automation, catalog, names);
  const conditions = useConditions(automation, catalog);
  const actions = useActions({ automation, catalog, names, stats });
  return <Flow label={label ?? text.flow} steps={[trigger, conditions, ...actions]} />;
}

function useTrigger({ trigger }: Flowing, catalog: Catalog | undefined, names: Names | undefined): FlowStep {
  const text = useText().automation;
  if (!trigger)
    return { key: ' trigger', role: text.when, title: <span className={styles.muted}>{text.noTrigger}</span> };
  const kind = catalog?.triggers.find(({ type }) => type === trigger.type);
  const isNarrowed = Object.keys((trigger.config as object | null) ?? {}).length > 0;
  return {
    key: ' trigger',
    role: text.when,
    title: kind?.title ?? trigger.type,
    body: isNarrowed && <Settings of={trigger.config} schema={kind?.configSchema} names={names} />,
  };
}

function useConditions({ trigger, conditions }: Flowing, catalog: Catalog | undefined): FlowStep {
  const text = useText().automation;
  return {
    key: ' conditions',
    role: text.only,
    title: conditions === null ? <span className={styles.muted}>{text.always}</span> : text.conditions,
    body: conditions !== null && <Conditions of={conditions} words={conditionWords(catalog, trigger?.type)} />,
  };
}

interface Parts {
  automation: Flowing;
  catalog: Catalog | undefined;
  names: Names | undefined;
  stats: Stats | undefined;
}

/** The actions as steps, those in the arms of a branch below it. */
function useActions({ automation, catalog, names, stats }: Parts): FlowStep[] {
  const text = useText().automation;
  const { language } = useLanguage();
  const words = conditionWords(catalog, automation.trigger?.type);
  const kinds = [...(catalog?.actions ?? []), ...(catalog?.controlSteps ?? [])];
  const armsOf = ({ arms, otherwise }: ActionShown): FlowArm[] => [
    ...(arms ?? []).map(({ name, conditions, actions }) => ({
      key: name,
      name: <bdi>{name}</bdi>,
      label: name,
      body: (
        <>
          <Conditions of={conditions} words={words} />
          {actions.length === 0 && <p className={styles.muted}>{text.goesOn}</p>}
        </>
      ),
      steps: actions.map(stepOf),
    })),
    {
      key: 'otherwise',
      name: text.otherwise,
      label: text.otherwise,
      body: !otherwise?.length && <p className={styles.muted}>{text.goesOn}</p>,
      steps: (otherwise ?? []).map(stepOf),
    },
  ];
  const stepOf = (action: ActionShown): FlowStep => {
    const { key, type, delay } = action;
    const kind = kinds.find((each) => each.type === type);
    const counts = stats?.steps.find((each) => each.key === key);
    return {
      key,
      role: delay ? text.after(delayText(delay, language)) : text.then,
      title: kind?.title ?? type,
      aside: <code className={styles.muted}>{key}</code>,
      body: <StepBody action={action} catalog={catalog} names={names} />,
      counts: stats && <Counts of={counts} />,
      arms: type === 'branch' ? { label: text.branches(key), of: armsOf(action) } : undefined,
    };
  };
  return (automation.actions as ActionShown[]).map(stepOf);
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

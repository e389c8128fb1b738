import type { Json } from '../../api/graphql.ts';
import { Template } from '../../components/template.tsx';
import { delayText } from '../../components/time.tsx';
import { useLanguage, useText, type Language } from '../../text/text.tsx';
import styles from './automation.module.css';
import type { ActionShown, Catalog, Names } from './automation-query.ts';
import { Conditions, conditionWords } from './conditions.tsx';
import { Settings } from './settings-of.tsx';

interface BodyProps {
  action: ActionShown;
  catalog: Catalog | undefined;
  names: Names | undefined;
}

/** What a step does: a wait or a stop as a sentence, an action as its params; the arms of a branch are below it. */
export function StepBody(props: BodyProps) {
  const { type, params } = props.action;
  if (type === 'branch') return null;
  if (type === 'wait_for_event') return <EventWait {...props} />;
  if (type === 'wait_until') return <MomentWait of={params as Moment} />;
  if (type === 'stop') return <Stop reason={String((params as { reason?: Json }).reason ?? '')} />;
  const schema = props.catalog?.actions.find((each) => each.type === type)?.paramsSchema;
  return <Settings of={params} schema={schema} names={props.names} />;
}

interface AwaitedEvent {
  event: string;
  timeout: string;
  config?: { [key: string]: Json };
  conditions?: Json;
  since?: string;
}

function EventWait({ action, catalog, names }: BodyProps) {
  const text = useText().automation;
  const { language } = useLanguage();
  const { event, timeout, config = {}, conditions = null, since } = action.params as unknown as AwaitedEvent;
  const trigger = catalog?.triggers.find(({ type }) => type === event);
  return (
    <div className={styles.column}>
      <p>{text.waitsFor(trigger?.title ?? event, delayText(String(timeout), language))}</p>
      {Object.keys(config).length > 0 && <Settings of={config} schema={trigger?.configSchema} names={names} />}
      {conditions !== null && (
        <div>
          <p className={styles.logic}>{text.only}</p>
          <Conditions of={conditions} words={conditionWords(catalog, event)} />
        </div>
      )}
      {since === 'now' && <p className={styles.muted}>{text.sinceNow}</p>}
    </div>
  );
}

interface Moment {
  [key: string]: Json;
}

function MomentWait({ of }: { of: Moment }) {
  const text = useText().automation;
  const { language } = useLanguage();
  const zone = String(of.zone ?? 'UTC');
  if (typeof of.time === 'string') return <p>{text.timeOfDay(of.time, daysText(of.days, language), zone)}</p>;
  return (
    <p>
      {text.waitsUntil} {typeof of.offset === 'string' && `${offsetText(of.offset, language, text.offset)} `}
      <Template>{String(of.at)}</Template> ({zone})
    </p>
  );
}

type OffsetWords = Record<'-' | '+', (length: string) => string>;
const offsetText = (offset: string, language: Language, words: OffsetWords) =>
  words[offset.startsWith('-') ? '-' : '+'](delayText(offset.replace(/^[+-]/, ''), language));

const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/** Days of the week in the reader's language; nothing if there are none. */
export function daysText(days: Json | undefined, language: Language): string {
  if (!Array.isArray(days)) return '';
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  const named = DAYS.flatMap((day, index) => (days.includes(day) ? [format.format(Date.UTC(2024, 0, 1 + index))] : []));
  return new Intl.ListFormat(language, { type: 'disjunction' }).format(named);
}

function Stop({ reason }: { reason: string }) {
  return (
    <p>
      {useText().automation.endsHere} <Template>{reason}</Template>
    </p>
  );
}

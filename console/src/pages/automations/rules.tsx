import type { ReactNode } from 'react';
import { useApi } from '../../api/queries.ts';
import type { Json } from '../../api/graphql.ts';
import { Card, Facts } from '../../components/page.tsx';
import { delayText } from '../../components/time.tsx';
import { useLanguage, useText } from '../../text/text.tsx';
import { CatalogQuery, type Catalog } from './automation-query.ts';
import { Conditions, conditionWords } from './conditions.tsx';
import { daysText } from './step-body.tsx';

/** The settings of an automation, as the API checks them. */
interface SettingsShown {
  reentry?: { mode: 'EVERY_EVENT' | 'ONE_AT_A_TIME' | 'RESTART' | 'ONCE'; by: 'CONTACT' | 'ORDER'; cooldown?: string };
  stopWhen?: { event: string; conditions: Json; reason?: string }[];
  onlyWhile?: Json;
  quietHours?: {
    zone: string;
    windows: { days: string[]; from: string; to: string }[];
    fallback?: { templateName?: string };
  };
  throttle?: { limit: number; per: string; by: 'WORKSPACE' | 'CONTACT' | 'AUTOMATION'; over: 'DELAY' | 'DROP' };
  debounce?: { quiet: string; max: string };
}

/** Who may enter an automation, what ends its executions, and when they may write; nothing if it has no such rules. */
export function Rules({ settings, trigger }: { settings: Json; trigger: string }) {
  const { data } = useApi(CatalogQuery, {});
  const text = useText().automation.rules;
  if (!settings) return null;
  const of = settings as unknown as SettingsShown;
  return (
    <Card title={text.title}>
      <Facts
        of={[
          [text.enters, of.reentry && <Entering of={of.reentry} />],
          [text.starts, (of.throttle || of.debounce) && <Starting throttle={of.throttle} debounce={of.debounce} />],
          [text.ends, of.stopWhen && <Stops of={of.stopWhen} catalog={data?.catalog} />],
          [text.while, of.onlyWhile && <Conditions of={of.onlyWhile} words={conditionWords(data?.catalog, trigger)} />],
          [text.hours, of.quietHours && <Hours of={of.quietHours} />],
        ]}
      />
    </Card>
  );
}

function Entering({ of: { mode, by, cooldown } }: { of: NonNullable<SettingsShown['reentry']> }): ReactNode {
  const text = useText().automation.rules;
  const { language } = useLanguage();
  const sentence = text.modes[mode](text.subjects[by]);
  return cooldown ? `${sentence} ${text.cooldown(delayText(cooldown, language))}` : sentence;
}

function Starting({ throttle, debounce }: Pick<SettingsShown, 'throttle' | 'debounce'>): ReactNode {
  const text = useText().automation.rules;
  const { language } = useLanguage();
  if (throttle) return text.throttle({ ...throttle, per: delayText(throttle.per, language) });
  return (
    debounce && text.debounce({ quiet: delayText(debounce.quiet, language), max: delayText(debounce.max, language) })
  );
}

function Stops({ of, catalog }: { of: NonNullable<SettingsShown['stopWhen']>; catalog: Catalog | undefined }) {
  return (
    <ul>
      {of.map(({ event, conditions, reason }, index) => (
        <li key={index}>
          {catalog?.triggers.find(({ type }) => type === event)?.title ?? event}
          {reason && (
            <>
              {': '}
              <bdi>{reason}</bdi>
            </>
          )}
          {conditions && <Conditions of={conditions} words={conditionWords(catalog, event)} />}
        </li>
      ))}
    </ul>
  );
}

function Hours({ of: { zone, windows, fallback } }: { of: NonNullable<SettingsShown['quietHours']> }) {
  const text = useText().automation.rules;
  const { language } = useLanguage();
  return (
    <>
      <ul>
        {windows.map(({ days, from, to }, index) => (
          <li key={index}>{`${days.length === 7 ? '' : `${daysText(days, language)} `}${from} – ${to}`}</li>
        ))}
      </ul>
      <p>{text.zones[zone as 'CONTACT' | 'WORKSPACE'] ?? zone}</p>
      {fallback?.templateName && <p>{text.fallback(fallback.templateName)}</p>}
    </>
  );
}

import type { Workshop } from '../../support/workshop.js';
import type { Rules } from './rules.js';
import { keyOf, type StepSpec, type Wait } from './steps.js';
import type { AutomationSpec } from './story.js';

const HOUR_MS = 3_600_000;

/** Where automations are written: their place among those of the story, the workshop, the address that calls go to, and when the story starts. */
export interface Desk {
  automation: number;
  shop: Workshop;
  url: string;
  now: Date;
}

/** The trigger of an automation, as the API takes it. */
export const triggerOf = ({ on }: AutomationSpec, shop: Workshop) =>
  on === 'created' ? { type: 'order.created' } : shop.onStage(on === 'moved' ? undefined : on);

/** A step, as the API takes it. */
export function actionOf(step: StepSpec, desk: Desk): { key: string; type: string } {
  const delay = step.delayHours > 0 && { delay: `${step.delayHours}h` };
  return { key: keyOf(step), ...delay, ...written(step, desk) };
}

function written(step: StepSpec, desk: Desk): { type: string; params?: object } {
  const { shop, url, automation } = desk;
  const marker = `${automation}/${step.n}/{{ event.id }}`;
  switch (step.does) {
    case 'call': {
      const { failures, gone } = step;
      return { type: 'webhook', params: { url, payload: { marker, failures, gone } } };
    }
    case 'send':
      return { type: 'send_whatsapp_template', params: { templateName: 'news', variables: [marker] } };
    case 'move':
      return { type: 'change_stage', params: { stageId: shop.stage(step.stage) } };
    case 'task':
      return { type: 'create_task', params: { title: marker } };
    case 'impossible':
      return { type: 'create_task', params: { title: '{{ order.customFields.nothing }}' } };
    case 'stop':
      return { type: 'stop', params: { reason: 'Enough' } };
    case 'until':
      return { type: 'wait_until', params: { at: '{{ order.createdAt }}', offset: `${step.hours}h` } };
    case 'wait':
      return { type: 'wait_for_event', params: waitOf(step, shop) };
    case 'branch': {
      const inside = (steps: StepSpec[]) => steps.map((each) => actionOf(each, desk));
      const arms = step.arms.map(({ conditions, steps }, index) => ({
        name: `arm${index}`,
        conditions,
        actions: inside(steps),
      }));
      return { type: 'branch', ...{ arms, otherwise: inside(step.otherwise) } };
    }
  }
}

const waitOf = ({ stage, conditions, hours, since }: Wait, shop: Workshop) => ({
  ...movedTo(stage, shop),
  ...(conditions && { conditions }),
  timeout: `${hours}h`,
  since,
});

const timeIn = (hours: number, now: Date) => new Date(now.getTime() + hours * HOUR_MS).toISOString().slice(11, 16);

const movedTo = (stage: string | null, shop: Workshop) => ({
  event: 'order.stage_changed',
  config: stage ? { stageId: shop.stage(stage) } : {},
});

/** Settings, as the API takes them. */
export function settingsOf(rules: Rules, { shop, now }: Desk): object | undefined {
  const { reentry, stopWhen, throttle, debounce, onlyWhile, open } = rules;
  const settings = {
    ...(reentry && {
      reentry: {
        mode: reentry.mode,
        by: reentry.by,
        ...(reentry.cooldownHours !== null && { cooldown: `${reentry.cooldownHours}h` }),
      },
    }),
    ...(stopWhen && { stopWhen: [movedTo(stopWhen === 'moved' ? null : stopWhen, shop)] }),
    ...(throttle && {
      throttle: { limit: throttle.limit, per: `${throttle.perHours}h`, by: throttle.by, over: throttle.over },
    }),
    ...(debounce && { debounce: { quiet: `${debounce.quietHours}h`, max: `${debounce.maxHours}h` } }),
    ...(onlyWhile && { onlyWhile }),
    ...(open && {
      quietHours: {
        zone: 'UTC',
        windows: [{ from: timeIn(open.inHours, now), to: timeIn(open.inHours + open.forHours, now) }],
      },
    }),
  };
  return Object.keys(settings).length > 0 ? settings : undefined;
}

import { TRIGGERS } from '../../triggers/triggers.js';
import type { DefinitionBody } from '../definition/definition.js';
import { stepsOf } from '../definition/flow.js';
import { branch } from './branch.js';
import type { ControlStep } from './control-step.js';
import { stop } from './stop.js';
import { waitForEvent } from './wait-for-event.js';
import { waitUntil } from './wait-until.js';

/** The control steps by type. */
export const CONTROL_STEPS: ReadonlyMap<string, ControlStep> = new Map(
  [branch, stop, waitForEvent, waitUntil].map((step) => [step.type, step]),
);

/** The types of events that the steps of a definition wait for, or that end its executions. */
export const awaitedEventsOf = ({ actions, settings }: Pick<DefinitionBody, 'actions' | 'settings'>): string[] => {
  const waits = stepsOf(actions).filter(({ type }) => type === waitForEvent.type);
  const triggers = [
    ...waits.map(({ params }) => params.event as string),
    ...(settings?.stopWhen ?? []).map(({ event }) => event),
  ];
  return [...new Set(triggers.map((type) => TRIGGERS.get(type)!.on.type))];
};

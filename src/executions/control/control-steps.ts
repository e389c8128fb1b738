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

/** The types of events that the steps of a definition wait for. */
export const awaitedEventsOf = ({ actions }: Pick<DefinitionBody, 'actions'>): string[] => [
  ...new Set(
    stepsOf(actions).flatMap(({ type, params }) =>
      type === waitForEvent.type ? TRIGGERS.get(params.event as string)!.on.type : [],
    ),
  ),
];

import type { Type } from '@nestjs/common';
import { descriptionOf } from '../../src/actions/action-shelf.js';
import type { ActionSubject, ExternalContext, InternalContext } from '../../src/actions/action.js';
import { newId } from '../../src/kernel/ids.js';
import type { Work } from '../../src/platform/work/work.js';

/** An event about an order of a contact, and the ids in it. */
export const anOrderEvent = () =>
  ({ entityType: 'order', orderId: newId(), contactId: newId() }) as const satisfies ActionSubject;

/** An event about a contact without an order. */
export const aContactEvent = () =>
  ({ entityType: 'contact', orderId: null, contactId: newId() }) as const satisfies ActionSubject;

/** The context of an internal action; its work can only be passed on. */
export const inStep = (subject: ActionSubject = anOrderEvent()): InternalContext & { stepId: string } => ({
  work: { workspaceId: newId() } as Work,
  subject,
  stepId: newId(),
});

/** The context of an external action. */
export const outsideStep = <Prepared>(
  prepared: Prepared,
  signal = new AbortController().signal,
): ExternalContext<Prepared> => ({
  workspaceId: newId(),
  subject: anOrderEvent(),
  idempotencyKey: newId(),
  signal,
  prepared,
});

/** The params parsed as in the engine, for `perform`. */
export const paramsFor = (actionClass: Type, params: object) =>
  descriptionOf(actionClass)!.params.parse(params) as never;

/** The paths and messages of the mistakes in the params. */
export function mistakesIn(actionClass: Type, params: object): string[] {
  const parsed = descriptionOf(actionClass)!.params.safeParse(params);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

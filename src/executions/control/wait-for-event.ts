import { z } from 'zod';
import { PermanentActionError } from '../../actions/action.errors.js';
import { parseDuration } from '../../kernel/duration.js';
import { within } from '../../kernel/errors.js';
import type { JsonObject } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import { factPathsOf } from '../../triggers/trigger-facts.js';
import { TRIGGERS } from '../../triggers/triggers.js';
import type { Step } from '../log/execution.js';
import { AwaitedEvents, listensTo, waitingOf } from './awaited-events.js';
import { awaitedShape } from '../definition/awaited-shape.js';
import { awaitedBy, checkAwaited, normalizedConfig } from './awaited-input.js';
import type { Arrival, ControlStep } from './control-step.js';

const TYPE = 'wait_for_event';

const params = z.strictObject({
  ...awaitedShape,
  timeout: z
    .string({ error: 'Required: a wait has a timeout, such as "2d"' })
    .refine(isTimeout, `Write a number and s, m, h or d, such as "2d"; at most ${LIMITS.maxDelay}`)
    .meta({ title: 'Timeout' }),
  since: z.enum(['previous_step', 'now']).default('previous_step').meta({ title: 'Counting events since' }),
});

type Params = z.infer<typeof params>;

/**
 * Waits for an event about the same contact or order. What happened since the step before it began counts too: the wait is
 * recorded first, and only then are the events since looked at, so that none can pass unseen between the two.
 */
export const waitForEvent: ControlStep = {
  type: TYPE,
  title: 'Wait for an event',
  description: 'Waits until something happens to the same contact or order, at most until its timeout.',
  params,
  rendered: [],
  needs: 'either',
  output: (given) => outputOf(given as Params),
  normalized: ({ config, ...rest }) => ({
    ...rest,
    ...(config !== undefined && { config: normalizedConfig(rest.event, config) }),
  }),
  check: ({ params: given }) => {
    const { success, data } = params.safeParse(given);
    if (!success) return { mistakes: [] };
    const { mistakes, references } = checkAwaited(data);
    return {
      mistakes: within(['params'], mistakes),
      references: references && { ...references, path: ['params', ...references.path] },
    };
  },
  compile: ({ spec }) => {
    const given = params.parse(spec.params);
    const awaited = awaitedBy(given);
    return { paths: [], awaited, decide: (arrival) => decide(given, awaited, arrival) };
  },
};

async function decide(given: Params, awaited: AwaitedEvents, arrival: Arrival) {
  const { event, step, steps, isListening, now } = arrival;
  if (!isListening || !step) return begin(given, awaited, arrival);
  const waiting = waitingOf(event, steps, step.index);
  const found = await arrival.find(awaited, waiting);
  if (found) return matched(awaited, found);
  const inMs = waiting.until.getTime() - (await now()).getTime();
  if (inMs <= 0) return { status: 'succeeded' as const, output: UNMATCHED };
  return { status: 'sleeping' as const, inMs, input: step.input, output: UNMATCHED };
}

async function begin(given: Params, awaited: AwaitedEvents, { event, steps, now }: Arrival) {
  const awaits = listensTo(awaited, event);
  if (!awaits)
    throw new PermanentActionError('NO_SUBJECT', 'The event that started this has neither a contact nor an order');
  const current = await now();
  const since = given.since === 'now' ? current : sinceStep(event, steps, current);
  const until = new Date(current.getTime() + parseDuration(given.timeout)!);
  const input = { ...given, since: since.toISOString(), until: until.toISOString() } as JsonObject;
  return { status: 'listening' as const, awaits, input };
}

/** What a wait's step says when an event ended it. */
export const matched = (awaited: AwaitedEvents, event: StoredEvent) => ({
  status: 'succeeded' as const,
  output: { matched: true, event: awaited.shown(event) },
});

/** What it says until then; once it is recorded, the events since have been looked at. */
const UNMATCHED = { matched: false };

// The last step that acted, when it began: an answer may come before its outcome is recorded. Of a wait, the end. A step of this
// transaction has no time yet: it began after the transaction did.
function sinceStep({ occurredAt }: StoredEvent, steps: readonly Step[], current: Date): Date {
  const moments = steps.flatMap((step) => (step.status === 'SUCCEEDED' ? (momentOf(step, current) ?? []) : []));
  return new Date(Math.max(occurredAt.getTime(), ...moments.map((moment) => moment.getTime())));
}

function momentOf({ actionType, startedAt, completedAt, output }: Step, current: Date): Date | null {
  const event = (output as { event?: { occurredAt: string } } | null)?.event;
  if (actionType === TYPE) return event ? new Date(event.occurredAt) : (completedAt ?? current);
  return PASSED_THROUGH.has(actionType) ? null : (startedAt ?? current);
}

const PASSED_THROUGH = new Set(['branch']);

function outputOf({ event }: Pick<Params, 'event'>): z.ZodType {
  const trigger = TRIGGERS.get(event);
  const facts = trigger && factPathsOf(trigger).schemaOf(['trigger']);
  const shape = facts instanceof z.ZodObject ? (facts.shape as Record<string, z.ZodType>) : {};
  const about = { id: z.string(), type: z.string(), seq: z.string(), occurredAt: z.iso.datetime() };
  return z.object({
    matched: z.boolean().meta({ title: 'Whether it came' }),
    event: z
      .object({ ...shape, ...about })
      .optional()
      .meta({ title: 'The event' }),
  });
}

function isTimeout(text: string): boolean {
  const ms = parseDuration(text);
  return ms !== undefined && ms > 0 && ms <= LIMITS.maxDelayMs;
}

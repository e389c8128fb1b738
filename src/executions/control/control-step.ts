import type { z } from 'zod';
import type { Need } from '../../crm/subjects.js';
import type { Mistake } from '../../kernel/errors.js';
import type { JsonObject } from '../../kernel/json.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import type { FactPaths } from '../../platform/facts/fact-paths.js';
import type { ActionSpec } from '../definition/definition.js';
import type { Placed } from '../definition/flow.js';
import type { Step } from '../log/execution.js';
import type { Course } from '../log/moves.js';
import type { AwaitedEvents, Waiting } from './awaited-events.js';

/** What a control step is told when an execution reaches it, at first and after each wait. */
export interface Arrival {
  /** Its params, rendered. */
  params: JsonObject;
  /** The facts now, as they were under `trigger`, and the outputs of the steps before it. */
  scope: object;
  /** The database's time. */
  now: () => Promise<Date>;
  /** The event that started the execution. */
  event: StoredEvent;
  /** The record of the step; undefined at first, unless it was delayed. */
  step: Step | undefined;
  /** The records of all steps so far. */
  steps: readonly Step[];
  /** Whether the execution is recorded to listen to what the step waits for. */
  isListening: boolean;
  /** The first awaited event that has happened. Each event is compared with the wait only once. */
  find: (awaited: AwaitedEvents, wait: Waiting) => Promise<StoredEvent | undefined>;
}

/** A control step of a definition, compiled. Deciding changes nothing and calls nobody. */
export interface Control {
  /** The fact paths that it reads besides those of its params. */
  paths: string[][];
  /** Decides how the execution goes on. `input` is recorded with a wait. */
  decide: (arrival: Arrival) => Course | Promise<Course>;
  /** Of a wait for an event: the event it waits for. */
  awaited?: AwaitedEvents;
}

/** What is wrong with a step, by the path in it, and the part of the step that refers to things of the CRM. */
export interface CheckedStep {
  mistakes: Mistake[];
  references?: { schema: z.ZodType; value: JsonObject; path: Mistake['path'] };
}

/** Describes a step that decides how an execution goes on. */
export interface ControlStep {
  type: string;
  title: string;
  description: string;
  /** Its params. They contain no placeholders, except the params that `rendered` names. */
  params: z.ZodObject;
  /** The params that may contain placeholders. */
  rendered: readonly string[];
  /** What it requires of the event that starts the execution. */
  needs?: Need;
  /** The schema of its output for later steps. */
  output: (params: JsonObject) => z.ZodType;
  /** Puts params into the form in which they are stored. */
  normalized?: (params: JsonObject) => JsonObject;
  /** Finds mistakes that the schema of the params does not; `facts` are those of the trigger and of the steps before it. */
  check?: (spec: ActionSpec, facts: FactPaths) => CheckedStep;
  /** Compiles a checked step; throws if it is invalid. */
  compile: (placed: Placed, facts: FactPaths) => Control;
}

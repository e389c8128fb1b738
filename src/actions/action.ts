import { SetMetadata, applyDecorators, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Need } from '../crm/subjects.js';
import type { Json, JsonObject } from '../kernel/json.js';
import type { Reader } from '../platform/database/reader.js';
import type { Work } from '../platform/work/work.js';

/** The subject of a step: the order and the contact of the event that started the execution. */
export interface ActionSubject {
  /** The trigger's own entity, used by actions whose params name none. */
  entityType: 'contact' | 'order' | null;
  orderId: string | null;
  contactId: string | null;
}

/** The context of an internal action: the step's open transaction, and no network. */
export interface InternalContext {
  work: Work;
  subject: ActionSubject;
}

/** The context of an external action: a key that is the same for every attempt of this step, and no transaction. */
export interface ExternalContext<Prepared = undefined> {
  workspaceId: string;
  subject: ActionSubject;
  /** UUID of this step; sent along, so that a receiver can recognize a repetition. */
  idempotencyKey: string;
  /** Aborts when the step's deadline passes or the worker loses its lease. */
  signal: AbortSignal;
  /** What `prepare` returned. */
  prepared: Prepared;
}

/** Changes our own database: its effects, its events and the step's record commit together. */
export interface InternalAction<Params, Output> {
  perform(params: Params, context: InternalContext): Promise<Output>;
}

/** Calls another system, after an intent was recorded and before the outcome is. */
export interface ExternalAction<Params, Output, Prepared = undefined> {
  /** Runs in the intent's transaction, before anything is sent. `stepId` becomes the idempotency key. */
  prepare?(params: Params, context: InternalContext & { stepId: string }): Promise<Prepared>;
  perform(params: Params, context: ExternalContext<Prepared>): Promise<Output>;
  /** Until when it may be performed; null if not now. Of an action that writes to the contact and may do so only for a time. */
  allowedUntil?(reader: Reader, subject: ActionSubject): Promise<Date | null>;
  /** Runs in the transaction that records the outcome: the output, the failure, or that it is unknown. */
  settle?(outcome: ExternalOutcome<Output>, context: InternalContext & { stepId: string }): Promise<void>;
  /** Outcomes that were reported later for steps with an unknown outcome, by step id; steps without a report are left out. */
  lateOutcomes?(reader: Reader, stepIds: readonly string[]): Promise<Map<string, LateOutcome<Output>>>;
}

/** The outcome of an external action's attempt; before a retry, `prepare` runs again. */
export type ExternalOutcome<Output> =
  | { status: 'succeeded'; output: Output }
  | { status: 'failed'; error: { code: string; message: string }; isRetried?: boolean }
  | { status: 'unknown'; error: { code: string; message: string } };

/** An outcome that was reported after the attempt had ended. */
export type LateOutcome<Output = Json> = Exclude<ExternalOutcome<Output>, { status: 'unknown' }>;

/** Describes an action once: its type, validation, JSON Schema in the catalog, and form. */
export interface ActionDescription<Params extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  type: string;
  title: string;
  description: string;
  effect: 'internal' | 'external';
  params: Params;
  output: Output;
  /** External only. at_least_once: if the outcome is unknown, retried with the same key; at_most_once: never resent automatically. */
  delivery?: 'at_least_once' | 'at_most_once';
  /** Params in which every text is a secret: encrypted in the database, hidden wherever they are shown. */
  secrets?: readonly string[];
  /** The param with the target of the secrets: a stored secret is not sent to another origin; it must be entered again. */
  secretsGoTo?: string;
  /** Whether it writes to the contact: then quiet hours and similar settings apply to it. */
  writesToContact?: boolean;
  /** What the action requires of the event, always or with some params as they were written; checked when an automation is saved. */
  needs?: Need | ((params: Readonly<JsonObject>) => Need | null);
  /** The custom field that it sets, with the value as it was written, by its params; null if it sets none, or of an unknown entity. */
  setsCustomField?: (
    params: Readonly<JsonObject>,
  ) => { entityType: 'contact' | 'order'; key: string; value: Json } | null;
  /** The maximum number of attempts, including the first; 4 by default. */
  attempts?: number;
}

/** The metadata key of an action's description. */
export const ACTION = 'action:description';

/** Declares a class as an action; its file exports it under its own name. */
export const Action = (description: ActionDescription) =>
  applyDecorators(Injectable(), SetMetadata(ACTION, description));

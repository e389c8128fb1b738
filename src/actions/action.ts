import { SetMetadata, applyDecorators, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { JsonObject } from '../kernel/json.js';
import type { Work } from '../platform/database/work.js';

/** What the step is about: the order and the contact of the event that started the execution. */
export interface ActionSubject {
  /** The trigger's own entity, which actions use when their params name none. */
  entityType: 'contact' | 'order' | null;
  orderId: string | null;
  contactId: string | null;
}

/** What an internal action is handed: the step's open transaction, and no network. */
export interface InternalContext {
  work: Work;
  subject: ActionSubject;
}

/** What an external action is handed: a key that is the same at every attempt of this step, and no transaction. */
export interface ExternalContext<Prepared = undefined> {
  workspaceId: string;
  subject: ActionSubject;
  /** UUID of this step; sent along, so that a receiver can tell a repetition. */
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

/** Talks to the world, between an intent that was recorded and an outcome that will be. */
export interface ExternalAction<Params, Output, Prepared = undefined> {
  /** Runs in the intent's transaction, before anything leaves. `stepId` is the later idempotency key. */
  prepare?(params: Params, context: InternalContext & { stepId: string }): Promise<Prepared>;
  perform(params: Params, context: ExternalContext<Prepared>): Promise<Output>;
  /** Runs in the outcome's transaction: the output, or how it failed, or that nobody knows. */
  settle?(outcome: ExternalOutcome<Output>, context: InternalContext & { stepId: string }): Promise<void>;
}

/** How an external action's attempt ended; after a failure that is tried again, `prepare` comes before the next one. */
export type ExternalOutcome<Output> =
  | { status: 'succeeded'; output: Output }
  | { status: 'failed'; error: { code: string; message: string } }
  | { status: 'unknown'; error: { code: string; message: string } };

/** One description of an action: its type, its check, its JSON Schema in the catalog and its form. */
export interface ActionDescription<Params extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  type: string;
  title: string;
  description: string;
  effect: 'internal' | 'external';
  params: Params;
  output: Output;
  /** External only. at_least_once: tried again with the same key when in doubt; at_most_once: never sent again blindly. */
  delivery?: 'at_least_once' | 'at_most_once';
  /** Params in which every text is a secret: encrypted where they are kept, hidden wherever they would be shown. */
  secrets?: readonly string[];
  /** The param that says where secrets are sent: one that is kept is not sent to another origin, but has to be given anew. */
  secretsGoTo?: string;
  /** Whether it cannot work with these params, as they were written, unless the event brings an order. */
  needsOrder?: (params: Readonly<JsonObject>) => boolean;
  /** Attempts before the step fails, the first included; 4 when not given. */
  attempts?: number;
}

/** The metadata key under which a class carries its description. */
export const ACTION = 'action:description';

/** Makes a class an action; the file on the shelf exports it under its own name. */
export const Action = (description: ActionDescription) => applyDecorators(Injectable(), SetMetadata(ACTION, description));

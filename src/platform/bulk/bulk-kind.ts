import { Injectable } from '@nestjs/common';
import type { Json, JsonObject } from '../../kernel/json.js';
import type { Reader } from '../database/reader.js';
import type { BatchLoad } from '../requester/request-loaders.js';
import type { Work } from '../work/work.js';
import type { BulkOutcome } from './bulk-result.entity.js';

/** One of the things that an operation works on. */
export interface Part {
  /** Counted from 1. */
  position: number;
  part: Json;
}

/** What became of a part. */
export interface PartResult {
  outcome: BulkOutcome;
  /** What was created, updated or skipped. */
  entityId?: string | null;
  /** Why it failed or was skipped; without personal data. */
  message?: string | null;
}

/** A kind of bulk operation: what it does with its parts. It registers itself at start. */
export interface BulkKind {
  /** Its name, such as IMPORT_CONTACTS. */
  readonly kind: string;
  /** What a part is called in front of its position, such as "Row". */
  readonly partName: string;
  /**
   * Does the parts, a result for each in order. Whatever it throws undoes all of them: the runner then does them one at a time, and
   * the part that throws again has failed.
   */
  perform(work: Work, input: JsonObject, parts: readonly Part[]): Promise<PartResult[]>;
  /** What `perform` would do; changes nothing. */
  check(reader: Reader, input: JsonObject, parts: readonly Part[]): Promise<PartResult[]>;
  /** The names of what was created, updated or skipped, by id; null for what does not exist. */
  labels: BatchLoad<string, string | null>;
  /** The name of a part that is not done yet. */
  labelOf(input: JsonObject, part: Json): string | null;
}

/** How many parts a sample shows at most. */
export const MOST_SAMPLED = 10;

/** The first of the parts that are not done yet, with their names. */
export const sampleOf = (kind: BulkKind, input: JsonObject, parts: readonly Json[]) =>
  parts.slice(0, MOST_SAMPLED).map((part, index) => ({
    id: String(index + 1),
    label: kind.labelOf(input, part) ?? `${kind.partName} ${index + 1}`,
  }));

/** The kinds of bulk operations by name. */
@Injectable()
export class BulkKinds {
  private readonly kinds = new Map<string, BulkKind>();

  /** Registers a kind. */
  add(kind: BulkKind): void {
    if (this.kinds.has(kind.kind)) throw new Error(`Two kinds of bulk operations are named ${kind.kind}: rename one`);
    this.kinds.set(kind.kind, kind);
  }

  /** The names of all kinds of this process. */
  names(): string[] {
    return [...this.kinds.keys()];
  }

  /** The kind with this name; undefined if only a newer release has it. */
  find(name: string): BulkKind | undefined {
    return this.kinds.get(name);
  }
}

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Mistake } from '../kernel/errors.js';
import { isId } from '../kernel/ids.js';
import type { JsonObject } from '../kernel/json.js';
import type { Reader } from '../platform/database/reader.js';
import type { Reference } from '../platform/facts/reference.js';

/** An id in an automation that must exist, and the id of the parent it must belong to. */
export interface FoundReference {
  to: Reference['reference'];
  id: string;
  parentId: string | undefined;
  path: (string | number)[];
}

/** The references among the values of a config or params, as its schema describes them; templates are left out. */
export function referencesIn(schema: z.ZodType, values: JsonObject, at: (string | number)[]): FoundReference[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([field, fieldSchema]) => {
    const meta = referenceOf(fieldSchema);
    const id = values[field];
    if (!meta || !isId(id)) return [];
    const parent = meta.within && values[meta.within];
    return [{ to: meta.reference, id, parentId: isId(parent) ? parent : undefined, path: [...at, field] }];
  });
}

const KNOWN = `
  SELECT 'pipeline' AS "to", id, NULL::uuid AS "parentId" FROM pipeline WHERE workspace_id = $1 AND id = ANY($2)
  UNION ALL SELECT 'stage', id, pipeline_id FROM stage WHERE workspace_id = $1 AND id = ANY($2)
  UNION ALL SELECT 'tag', id, NULL FROM tag WHERE workspace_id = $1 AND id = ANY($2)`;

/** Checks that what an automation refers to is there, in one look. */
@Injectable()
export class ReferenceCheck {
  /** A mistake for each reference to something that is missing, or of another parent. */
  async mistakes(reader: Reader, references: FoundReference[]): Promise<Mistake[]> {
    if (references.length === 0) return [];
    const ids = references.map(({ id }) => id);
    const rows = await reader.query<{ to: string; id: string; parentId: string | null }>(KNOWN, [reader.workspaceId, ids]);
    return references.flatMap(({ to, id, parentId, path }) => {
      const row = rows.find((each) => each.to === to && each.id === id);
      if (!row) return [{ path, message: `No ${to} with id ${id}` }];
      return parentId && row.parentId !== parentId ? [{ path, message: `The ${to} ${id} is of another pipeline` }] : [];
    });
  }
}

function referenceOf(schema: z.ZodType): Reference | undefined {
  const meta = schema.meta() as Partial<Reference> | undefined;
  if (meta?.reference) return meta as Reference;
  const inner = (schema as { unwrap?: () => z.ZodType }).unwrap?.();
  return inner && referenceOf(inner);
}

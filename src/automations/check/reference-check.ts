import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { REFERENCES } from '../../crm/references.js';
import type { Mistake } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import type { JsonObject } from '../../kernel/json.js';
import type { Reader } from '../../platform/database/reader.js';
import { referenceOf } from '../../platform/facts/reference.js';

/** An id in an automation that must exist, and the id of its required parent. */
export interface FoundReference {
  to: string;
  id: string;
  parentId: string | undefined;
  path: (string | number)[];
}

/** The references in a config or params, according to its schema; templates are left out. */
export function referencesIn(
  schema: z.ZodType | undefined,
  values: JsonObject,
  at: (string | number)[],
): FoundReference[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([field, fieldSchema]) => {
    const meta = referenceOf(fieldSchema);
    const id = values[field];
    if (!meta || !isId(id)) return [];
    const parent = meta.within && values[meta.within];
    return [{ to: meta.reference, id, parentId: isId(parent) ? parent : undefined, path: [...at, field] }];
  });
}

const KNOWN = REFERENCES.map(({ name, find }) => `SELECT '${name}' AS "to", found.* FROM (${find}) AS found`).join(
  '\n  UNION ALL ',
);

/** Checks in one query that the objects an automation refers to exist. */
@Injectable()
export class ReferenceCheck {
  /** A mistake for each reference that is missing or has another parent. */
  async mistakes(reader: Reader, references: FoundReference[]): Promise<Mistake[]> {
    if (references.length === 0) return [];
    const ids = references.map(({ id }) => id);
    const rows = await reader.query<{ to: string; id: string; parentId: string | null }>(KNOWN, [
      reader.workspaceId,
      ids,
    ]);
    return references.flatMap(({ to, id, parentId, path }) => {
      const row = rows.find((each) => each.to === to && each.id === id);
      if (!row) return [{ path, message: `No ${to} with id ${id}` }];
      if (!parentId || row.parentId === parentId) return [];
      const { parent } = REFERENCES.find(({ name }) => name === to)!;
      return [{ path, message: `The ${to} ${id} belongs to another ${parent}` }];
    });
  }
}

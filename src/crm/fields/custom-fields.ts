import { z } from 'zod';
import type { JsonObject } from '../../kernel/json.js';
import { jsonMistake } from './json-check.js';

const KEY = /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const MAX_BYTES = 64 * 1024;

/** What is wrong with a custom field's name; undefined when nothing is. */
export const customFieldNameMistake = (name: string) =>
  KEY.test(name) ? undefined : 'A custom field is named by 1 to 64 letters, digits or _, not beginning with a digit';

/** Whether custom fields are small enough to keep. */
export const fitsCustomFields = (fields: object) => Buffer.byteLength(JSON.stringify(fields)) <= MAX_BYTES;

/** Said of custom fields that are too large. */
export const TOO_LARGE = `Custom fields are at most ${MAX_BYTES / 1024} KiB`;

/** A JSON object of custom fields; in an update, null removes a key. */
export const customFields = z
  .custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'Expected a JSON object')
  .superRefine((fields, context) => {
    for (const [name, value] of Object.entries(fields)) {
      const mistake = customFieldNameMistake(name) ?? jsonMistake(value);
      if (mistake) context.addIssue({ code: 'custom', path: [name], message: mistake });
    }
    if (context.issues.length === 0 && !fitsCustomFields(fields)) context.addIssue({ code: 'custom', message: TOO_LARGE });
  });

import { z } from 'zod';
import type { JsonObject } from '../../kernel/json.js';
import { jsonMistake } from '../../kernel/checks/json-check.js';

const KEY = /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const MAX_BYTES = 64 * 1024;
// None is shorter than "a":1 and a comma: a larger number is rejected without checking each field.
const MAX_FIELDS = MAX_BYTES / 6;

/** What is wrong with a custom field's name; undefined if it is valid. */
export const customFieldNameMistake = (name: string) =>
  KEY.test(name) ? undefined : 'A custom field is named by 1 to 64 letters, digits or _, not beginning with a digit';

/** Whether custom fields are within the size limit. */
export const fitsCustomFields = (fields: object) => Buffer.byteLength(JSON.stringify(fields)) <= MAX_BYTES;

/** The error message for custom fields that are too large. */
export const TOO_LARGE = `Custom fields are at most ${MAX_BYTES / 1024} KiB`;

/** A JSON object of custom fields; in an update, null removes a key. */
export const customFields = z
  .custom<JsonObject>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'Expected a JSON object',
  )
  .refine((fields) => Object.keys(fields).length <= MAX_FIELDS, { error: TOO_LARGE, abort: true })
  .superRefine((fields, context) => {
    for (const [name, value] of Object.entries(fields)) {
      const mistake = customFieldNameMistake(name) ?? jsonMistake(value);
      if (mistake) context.addIssue({ code: 'custom', path: [name], message: mistake });
    }
    if (context.issues.length === 0 && !fitsCustomFields(fields))
      context.addIssue({ code: 'custom', message: TOO_LARGE });
  });

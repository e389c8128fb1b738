import { z } from 'zod';
import { CONTACT_PATCH } from '../crm/contacts/contacts.statements.js';
import { customFieldNameMistake } from '../crm/fields/custom-fields.js';
import { ORDER_UPDATE } from '../crm/orders/order-update.statements.js';
import { closestMatch } from '../kernel/closest-match.js';

const BASE_FIELDS = [ORDER_UPDATE, CONTACT_PATCH].flatMap(({ entityType, fields }) =>
  Object.keys(fields).map((field) => `${entityType}.${field}`),
);
const CUSTOM_FIELD = /^(?:order|contact)\.customFields\.(.*)$/s;

/** The path of a field that can change: a base field, or any custom field. */
export const changedField = z
  .string({ error: 'Required: a field such as order.value or contact.customFields.size' })
  .superRefine((field, context) => {
    const mistake = fieldMistake(field);
    if (mistake) context.addIssue({ code: 'custom', message: mistake });
  });

function fieldMistake(field: string): string | undefined {
  const custom = CUSTOM_FIELD.exec(field)?.[1];
  if (custom !== undefined) return customFieldNameMistake(custom);
  if (BASE_FIELDS.includes(field)) return undefined;
  const meant = closestMatch(field, BASE_FIELDS);
  const hint = meant ? ` Did you mean "${meant}"?` : '';
  return `Unknown field "${field.slice(0, 100)}".${hint} Known: ${BASE_FIELDS.join(', ')}, order.customFields.<name>, contact.customFields.<name>`;
}

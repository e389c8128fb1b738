import { z } from 'zod';
import {
  emailAddress,
  instant,
  longText,
  nameText,
  phoneNumber,
  shortText,
  timeZone,
} from '../../kernel/checks/checks.js';
import { customFields } from '../fields/custom-fields.js';

const optional = {
  phone: phoneNumber,
  email: emailAddress,
  city: shortText,
  region: shortText,
  address: longText,
  timeZone: timeZone.nullish(),
  optedOutAt: instant.nullish(),
};

/** The input of a new contact. */
export const newContact = z.object({ name: nameText, ...optional, customFields: customFields.nullish() });
export type NewContact = z.input<typeof newContact>;

/** Changes of a contact; omitted fields stay the same. */
export const contactPatch = z.object({ name: nameText.optional(), ...optional, customFields: customFields.nullish() });
export type ContactPatch = z.input<typeof contactPatch>;

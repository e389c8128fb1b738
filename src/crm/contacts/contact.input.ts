import { z } from 'zod';
import { emailAddress, longText, nameText, phoneNumber, shortText } from '../fields/checks.js';
import { customFields } from '../fields/custom-fields.js';

const optional = {
  phone: phoneNumber,
  email: emailAddress,
  city: shortText,
  region: shortText,
  address: longText,
};

/** What a new contact may be given. */
export const newContact = z.object({ name: nameText, ...optional, customFields: customFields.nullish() });
export type NewContact = z.input<typeof newContact>;

/** What may be changed of a contact; what is missing stays. */
export const contactPatch = z.object({ name: nameText.optional(), ...optional, customFields: customFields.nullish() });
export type ContactPatch = z.input<typeof contactPatch>;

import { z } from 'zod';
import { idFact } from '../platform/facts/id-fact.js';

type About = { entityType: 'contact' | 'order'; entityId: string };

/** The contact or order of an event. */
export const entityFact = {
  title: 'Contact or order',
  schema: z.object({
    type: z.enum(['contact', 'order']).meta({ title: 'contact or order' }),
    id: idFact('Id'),
  }),
  value: ({ entityType, entityId }: About) => ({ type: entityType, id: entityId }),
};

/** Filters an event by contacts or orders. */
export const entityTypeConfig = z
  .enum(['contact', 'order'])
  .optional()
  .meta({ title: 'Contacts or orders', description: 'Both when empty' });

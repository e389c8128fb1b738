import { z } from 'zod';

type About = { entityType: 'contact' | 'order'; entityId: string };

/** The contact or the order that an event is about. */
export const entityFact = {
  title: 'Contact or order',
  schema: z.object({
    type: z.enum(['contact', 'order']).meta({ title: 'contact or order' }),
    id: z.string().meta({ title: 'Id' }),
  }),
  value: ({ entityType, entityId }: About) => ({ type: entityType, id: entityId }),
};

/** Narrows an event to contacts or to orders. */
export const entityTypeConfig = z.enum(['contact', 'order']).optional().meta({ title: 'Contacts or orders', description: 'Both when empty' });

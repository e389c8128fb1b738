import { z } from 'zod';

/** Which contact or order an event is about. */
export const entitySchema = z.object({
  type: z.enum(['contact', 'order']).meta({ title: 'contact or order' }),
  id: z.string().meta({ title: 'Its id' }),
});

/** Reads it from a payload. */
export const entityOf = ({ entityType, entityId }: { entityType: 'contact' | 'order'; entityId: string }) => ({ type: entityType, id: entityId });

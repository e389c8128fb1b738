import { z } from 'zod';

/** An id at Meta. */
const metaId = z
  .string({ error: ({ input }) => (input == null ? 'Required' : 'Expected text') })
  .trim()
  .regex(/^\d{1,32}$/, 'Expected an id of Meta: digits only');

// They go into HTTP headers and addresses.
const secret = (max: number) =>
  z
    .string({ error: ({ input }) => (input == null ? 'Required' : 'Expected text') })
    .trim()
    .min(1, 'Must not be empty')
    .max(max, { error: `At most ${max} characters`, abort: true })
    .regex(/^[\x21-\x7e]*$/, 'Expected letters, digits and signs without spaces');

/** The input of an account. */
export const newAccount = z.object({
  phoneNumberId: metaId,
  businessAccountId: metaId.nullish(),
  token: secret(1024),
  appSecret: secret(256),
  verifyToken: secret(256),
});
export type NewAccount = z.input<typeof newAccount>;

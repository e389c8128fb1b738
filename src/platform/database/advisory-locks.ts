/**
 * The numbers of the advisory locks and what each protects. Some are locked directly, others are seeds for hashing a key.
 * Processes of two releases share them, so a number must never change.
 */
export const ADVISORY_LOCKS = {
  /** A channel's message while it is received, by its id in the channel (seed). */
  message: 0,
  /** The schema during migrations. */
  migrations: 4800,
  /** A workspace's count of running executions during admission (seed; repeated in admit-executions.sql). */
  admission: 4801,
  /** A workspace's automations while one of them is changed (seed). */
  automations: 4802,
  /** Ensures that only one worker deletes expired rows. */
  retention: 4803,
  /** An idempotency key while its request is in progress (seed). */
  idempotencyKey: 4811,
  /** A workspace's definitions of custom fields while one is added (seed). */
  customFields: 4820,
} as const;

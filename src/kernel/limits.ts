/** Every limit of the engine, in one place; the catalog shows them. Sizes in bytes, times in milliseconds. */
export const LIMITS = {
  maxActions: 20,
  maxConditionDepth: 5,
  maxConditions: 100,
  maxKeywords: 50,
  maxDelay: '30d',
  maxDelayMs: 30 * 86_400_000,
  maxCascadeDepth: 3,
  maxAutomationsPerWorkspace: 500,
  concurrencyPerWorkspace: 5,
  maxPayloadBytes: 256 * 1024,
  maxTemplateOutputBytes: 64 * 1024,
  webhookDeadlineMs: 10_000,
  maxPageSize: 100,
} as const;

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
  /** Of a GraphQL document, over HTTP and WebSocket alike. */
  maxQueryTokens: 5_000,
  maxQueryFields: 1_000,
  maxQueryDepth: 12,
  maxQueryAliases: 50,
  maxQueryCost: 20_000,
  maxRequestBytes: 1024 * 1024,
  /** Meta delivers up to 3 MB at once. */
  maxInboundWebhookBytes: 3 * 1024 * 1024,
  maxSocketMessageBytes: 64 * 1024,
  maxSocketBacklogBytes: 4 * 1024 * 1024,
  maxSubscriptionsPerSocket: 100,
  socketInitTimeoutMs: 3_000,
  socketPingMs: 12_000,
  /** Requests a minute of one address without a valid credential. */
  strangersPerMinute: 600,
} as const;

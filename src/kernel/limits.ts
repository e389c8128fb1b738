/** Every limit of the engine; the catalog shows some of them. Sizes in bytes, times in milliseconds. */
export const LIMITS = {
  maxActions: 50,
  maxBranchDepth: 5,
  maxConditionDepth: 5,
  maxConditions: 100,
  maxKeywords: 50,
  maxDelay: '30d',
  maxDelayMs: 30 * 86_400_000,
  maxWaitUntil: '366d',
  maxWaitUntilMs: 366 * 86_400_000,
  /** Events that end an execution early. */
  maxStops: 5,
  /** Starts that one throttle counts. */
  maxThrottle: 1_000,
  maxCascadeDepth: 3,
  maxAutomationsPerWorkspace: 500,
  concurrencyPerWorkspace: 5,
  maxPayloadBytes: 256 * 1024,
  /** Digits of an amount before the point, as in a numeric(20,2) column. */
  maxMoneyDigits: 18,
  maxTemplateOutputBytes: 64 * 1024,
  /** Placeholders and tags in all texts of a definition together. */
  maxPlaceholders: 1_000,
  /** Characters inside them. */
  maxMarkupLength: 32 * 1024,
  webhookDeadlineMs: 10_000,
  maxPageSize: 100,
  /** Limits of a GraphQL document, over HTTP and WebSocket alike. */
  maxQueryTokens: 5_000,
  maxQueryFields: 1_000,
  maxQueryDepth: 12,
  maxQueryAliases: 50,
  /** Repeated fields in one selection set: validation compares each with all others of the same name. */
  maxQueryRepetitions: 100,
  /** Objects that a document could return if every list had its maximum length. */
  maxQueryCost: 50_000,
  /** Limits of an answer, counted while it is built: objects, values, bytes of JSON, and the rows its statements read. */
  maxAnswerObjects: 20_000,
  maxAnswerValues: 200_000,
  maxAnswerBytes: 8 * 1024 * 1024,
  maxAnswerRows: 20_000,
  maxAnswerFailures: 100,
  maxAnswerReadBytes: 16 * 1024 * 1024,
  /** Less than the backlog at which a socket is closed. */
  maxSocketAnswerBytes: 2 * 1024 * 1024,
  /** For introspection, which reads no rows. */
  maxIntrospectionObjects: 10_000,
  maxRequestBytes: 1024 * 1024,
  /** Deadlines of an HTTP request, from its first byte or from the connection. */
  headersDeadlineMs: 10_000,
  /** An idle connection is closed after this time; it is longer than the 60 s of common load balancers. */
  idleConnectionMs: 72_000,
  /** Nesting of objects and lists in any JSON input. */
  maxJsonDepth: 32,
  /** Meta delivers up to 3 MB in one request. */
  maxInboundWebhookBytes: 3 * 1024 * 1024,
  /** The body of a call to an automation's address, and how many of them each automation takes per minute. */
  maxHookBytes: 64 * 1024,
  hookCallsPerMinute: 3_000,
  /** Of an import: rows, bytes of the file, columns, and characters of a cell. */
  maxImportRows: 100_000,
  maxImportBytes: 50 * 1024 * 1024,
  maxImportColumns: 200,
  maxCellLength: 32 * 1024,
  /** Uploads of a workspace that are not imported yet. */
  maxUploads: 20,
  /** How long a bulk operation is kept after its end. */
  bulkKeptDays: 30,
  maxSocketMessageBytes: 64 * 1024,
  maxSocketBacklogBytes: 4 * 1024 * 1024,
  maxSubscriptionsPerSocket: 100,
  socketInitTimeoutMs: 3_000,
  socketPingMs: 12_000,
  /** Requests per minute of one address without a valid credential. */
  strangersPerMinute: 600,
} as const;

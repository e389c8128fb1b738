import { z } from 'zod';
import { isTrust } from '../network/client-address.js';
import { encryptionKeys, keywords, list } from './variables.js';

const seconds = (fallback: number) => z.coerce.number().positive().max(86_400).default(fallback);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

const withSlashes = (path: string) => `/${path}/`.replace(/\/{2,}/g, '/');
const isPath = (path: string) => path.length <= 200 && /^[\w\-./~]+$/.test(path) && !path.includes('/../');

const schema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('production rejects the demo and disables GraphiQL by default'),
  ROLE: z
    .enum(['all', 'api', 'worker'])
    .default('all')
    .describe('what this process does: serve the API, run executions, or both'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data').describe('folder of the embedded Postgres and of generated keys'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('embedded Postgres when unset'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(16).describe('connections of this process'),
  DATABASE_POOLER: z
    .enum(['none', 'transaction'])
    .default('none')
    .describe('transaction if a pooler in transaction mode, such as PgBouncer, is in front of Postgres'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('in-process queue and feed when unset'),
  REDIS_PREFIX: z.string().min(1).default('crm').describe('before every Redis key and channel'),
  BOOTSTRAP_API_KEY: z
    .string()
    .min(16)
    .optional()
    .describe("the demo workspace's key; generated and stored when unset; not in production"),
  ENCRYPTION_KEYS: z
    .string()
    .optional()
    .transform(encryptionKeys)
    .describe(
      'id:base64 of 32 bytes, separated by commas; the first encrypts secrets, all decrypt; generated and stored when unset; required in production',
    ),
  KEY_PEPPER: z.string().min(16).optional().describe('secret for hashing API keys; required in production'),
  JWT_JWKS: z
    .string()
    .min(1)
    .optional()
    .describe('file or URL of the JSON Web Key Set that verifies tokens; no tokens when unset'),
  JWT_ISSUER: z.string().min(1).optional().describe('required issuer of a token: its claim iss'),
  JWT_AUDIENCE: z.string().min(1).optional().describe('required audience of a token: its claim aud'),
  RATE_LIMIT: z.coerce
    .number()
    .int()
    .min(0)
    .default(120_000)
    .describe('requests per key and minute, over all processes if there is Redis; 0 for no limit'),
  REQUEST_TIMEOUT_SECONDS: seconds(30).describe(
    'how long a client may take to send a whole request; then it gets 408 and the connection closes',
  ),
  TRUST_PROXY: z
    .string()
    .default('')
    .transform(list)
    .refine(isTrust, 'Expected the number of proxies in front of this process (1 to 9), or their addresses and CIDRs')
    .describe('proxies whose X-Forwarded-For is trusted; none when unset'),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform(list)
    .refine(
      (origins) => origins.every(isOrigin),
      'Expected origins such as https://crm.example.org, separated by commas',
    )
    .describe('origins whose pages may call the API from a browser; only its own when unset'),
  OUTBOUND_ALLOWLIST: z
    .string()
    .default('')
    .transform(list)
    .describe('private hosts and CIDRs that webhooks may reach'),
  WHATSAPP_BASE_URL: z.url({ protocol: /^https?$/ }).default('https://graph.facebook.com/v23.0'),
  WHATSAPP_TOKEN: z
    .string()
    .min(1)
    .optional()
    .describe('WhatsApp Cloud API token for workspaces without an own account; local outbox when unset'),
  WHATSAPP_PHONE_NUMBER_ID: z.string().regex(/^\d+$/).optional(),
  WHATSAPP_BUSINESS_ACCOUNT_ID: z.string().regex(/^\d+$/).optional().describe('lists its message templates'),
  WHATSAPP_APP_SECRET: z.string().min(1).optional().describe('verifies the signature of inbound webhooks'),
  WHATSAPP_VERIFY_TOKEN: z.string().min(1).optional().describe('answers the handshake of inbound webhooks'),
  INBOUND_MAX_AGE_HOURS: z.coerce
    .number()
    .positive()
    .max(87_600)
    .default(24)
    .describe('a message older than this when it arrives is stored but starts no automation'),
  OPT_OUT_KEYWORDS: z
    .string()
    .default('STOP,SALIR,PARAR,BAJA,CANCELAR')
    .transform(keywords)
    .describe('a contact whose whole message is one of these is not written to any more'),
  OPT_IN_KEYWORDS: z
    .string()
    .default('START,ALTA,VOLTAR')
    .transform(keywords)
    .describe('a contact whose whole message is one of these may be written to again'),
  WORKER_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(2_000)
    .default(200)
    .describe('how many executions this process runs concurrently'),
  WORKSPACE_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(5)
    .describe('how many executions of a workspace run concurrently, over all processes'),
  LEASE_SECONDS: seconds(30).describe('a worker that is silent for this long loses its executions'),
  SWEEP_SECONDS: seconds(5).describe('how often Postgres is searched for work that the queue lost'),
  RELAY_GRACE_SECONDS: seconds(2).describe('how long an event may wait for its own process to dispatch it'),
  RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(90)
    .describe('how long events and ended executions are kept'),
  CONSOLE: flag.optional().describe('the web console at /, in processes that serve the API'),
  PUBLIC_PATH: z
    .string()
    .default('/')
    .transform(withSlashes)
    .refine(isPath, 'Expected a path such as /crm')
    .describe('path under which a proxy serves this server, if not the root; the proxy may keep or strip it'),
  GRAPHIQL: flag.optional().describe('GraphiQL on /graphiql, and introspection; on unless NODE_ENV=production'),
  READY_MAX_LAG_SECONDS: seconds(300).describe('a process is not ready while a runnable execution has waited longer'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('endpoint for traces; off when unset'),
  OTEL_TRACES_EXPORTER: z
    .enum(['otlp', 'none'])
    .optional()
    .describe('otlp sends traces to the default endpoint, none switches them off'),
  OTEL_SERVICE_NAME: z.string().min(1).default('crm-automations').describe('name of this service in traces'),
  DEMO: flag
    .optional()
    .describe('create a demo workspace at the first start; on unless NODE_ENV=production, which rejects it'),
});

type Environment = z.infer<typeof schema>;

/** An invalid configuration, with all mistakes in it. */
export class ConfigError extends Error {}

/** The settings from the environment, checked once at boot. */
export class Config {
  private constructor(readonly env: Environment) {}

  /** Reads the environment. Empty variables count as unset. Throws a ConfigError that names all mistakes. */
  static from(environment: Record<string, string | undefined>): Config {
    const mistakes: string[] = [];
    // Each variable is checked separately, so that contradictions are reported together with single mistakes.
    const entries = Object.entries(schema.shape).map(([name, variable]) => {
      const parsed = (variable as z.ZodType).safeParse(environment[name] || undefined);
      if (!parsed.success) mistakes.push(...parsed.error.issues.map(({ message }) => `${name}: ${message}`));
      return [name, parsed.data] as const;
    });
    const env = Object.fromEntries(entries) as Environment;
    mistakes.push(...contradictions(env));
    if (mistakes.length > 0) throw new ConfigError(`Bad configuration:\n  ${mistakes.join('\n  ')}`);
    return new Config(env);
  }

  get isProduction(): boolean {
    return this.env.NODE_ENV === 'production';
  }

  get isPooled(): boolean {
    return this.env.DATABASE_POOLER === 'transaction';
  }

  get servesApi(): boolean {
    return this.env.ROLE !== 'worker';
  }

  get runsExecutions(): boolean {
    return this.env.ROLE !== 'api';
  }

  get graphiql(): boolean {
    return this.env.GRAPHIQL ?? !this.isProduction;
  }

  get servesConsole(): boolean {
    return (this.env.CONSOLE ?? true) && this.servesApi;
  }

  get demo(): boolean {
    return (this.env.DEMO ?? !this.isProduction) && this.servesApi;
  }

  get tracing(): boolean {
    const { OTEL_TRACES_EXPORTER: exporter, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = this.env;
    return exporter === 'otlp' || (endpoint !== undefined && exporter !== 'none');
  }

  /** AES-256 keys by id; the first encrypts. */
  get encryptionKeys(): ReadonlyMap<string, Buffer> {
    const { ENCRYPTION_KEYS: given, NODE_ENV } = this.env;
    if (!given && NODE_ENV !== 'test') throw new ConfigError('ENCRYPTION_KEYS: required');
    return given ?? TEST_KEYS;
  }

  get keyPepper(): string {
    return this.env.KEY_PEPPER ?? 'crm-automations-development';
  }
}

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;

// The key of tests is public; elsewhere a key is generated and stored (see withEncryptionKeys).
const TEST_KEYS = new Map([['test', Buffer.alloc(32, 'crm-automations-test')]]);

function contradictions(env: Environment): string[] {
  return [
    ...inProduction(env),
    ...inRole(env),
    ...ofTokens(env),
    ...ofKeywords(env),
    ...(!env.WHATSAPP_TOKEN !== !env.WHATSAPP_PHONE_NUMBER_ID
      ? ['WHATSAPP_TOKEN and WHATSAPP_PHONE_NUMBER_ID: set both or neither']
      : []),
  ];
}

function ofKeywords({ OPT_OUT_KEYWORDS: out, OPT_IN_KEYWORDS: back }: Environment): string[] {
  const both = [...(out ?? [])].filter((word) => back?.has(word));
  return both.map((word) => `OPT_OUT_KEYWORDS and OPT_IN_KEYWORDS: both contain ${word}`);
}

function inProduction({ NODE_ENV, BOOTSTRAP_API_KEY, DEMO, ...env }: Environment): string[] {
  if (NODE_ENV !== 'production') return [];
  const refused = Object.entries({ BOOTSTRAP_API_KEY, 'DEMO=true': DEMO }).filter(([, given]) => given);
  const missing = (['KEY_PEPPER', 'ENCRYPTION_KEYS', 'DATABASE_URL'] as const).filter((name) => !env[name]);
  return [
    ...refused.map(([what]) => `${what}: refused with NODE_ENV=production`),
    ...missing.map((name) => `${name}: required with NODE_ENV=production`),
  ];
}

function inRole({ ROLE, ...env }: Environment): string[] {
  const missing = ROLE === 'all' ? [] : (['DATABASE_URL', 'REDIS_URL'] as const).filter((name) => !env[name]);
  return missing.map((name) => `${name}: required with ROLE=${ROLE}`);
}

function ofTokens(env: Environment): string[] {
  const names = ['JWT_JWKS', 'JWT_ISSUER', 'JWT_AUDIENCE'] as const;
  const missing = names.filter((name) => !env[name]);
  return missing.length === 0 || missing.length === names.length ? [] : [`${names.join(', ')}: set all or none`];
}

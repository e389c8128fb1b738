import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { resealTokens } from './automations/addresses/hook-addresses.js';
import { rotateSecrets } from './executions/upkeep/secret-rotation.js';
import { newId, toId } from './kernel/ids.js';
import { migrate } from './migrations.js';
import { ApiKeys } from './platform/api-keys/api-keys.service.js';
import { ROLES, type Role } from './platform/requester/requester.js';
import { Config, ConfigError } from './platform/config/config.js';
import { dataSourceOptions } from './platform/database/data-source.js';
import { Database } from './platform/database/database.js';
import { findEmbeddedPostgres, startEmbeddedPostgres } from './platform/embedded-postgres/embedded-postgres.js';
import { EmbeddedPostgresError } from './platform/embedded-postgres/embedded-postgres-error.js';
import { withEncryptionKeys } from './platform/secrets/kept-key.js';
import { SecretBox } from './platform/secrets/secret-box.js';
import { limitsIn, limitsOf, OWN_LIMITS, setOwnLimits, type OwnLimit } from './platform/workspaces/own-limits.js';

const USAGE = `Usage:
  npm run workspace -- create "Name"                        create a workspace and its first key, with the role admin
  npm run workspace -- key <workspace id> "Name" [role]     create another key: ${ROLES.join(', ')} (default: admin)
  npm run workspace -- limits <workspace id> [name=n ...]   set limits of its own, or give back the server's with name=default:
                                                            ${Object.keys(OWN_LIMITS).join(', ')}
  npm run workspace -- rotate-encryption                    all secrets under the first of ENCRYPTION_KEYS
In the image: node dist/cli.js instead of npm run workspace --`;

/** A mistake in the command line. */
class UsageError extends Error {}

/** A person has to complete the work. */
class UnfinishedError extends Error {}

/** What the commands use. */
interface Tools {
  database: Database;
  keys: ApiKeys;
  box: SecretBox;
  config: Config;
}

const COMMANDS: Readonly<Record<string, (tools: Tools, args: string[]) => Promise<string>>> = {
  create: async ({ database, keys }, [name]) => {
    if (!name?.trim()) throw new UsageError('Name the workspace');
    const id = newId();
    await database.query(`INSERT INTO workspace (id, name) VALUES ($1, $2)`, [id, name.trim()]);
    return `workspace  ${id}\n${await newKey(keys, { workspaceId: id, name: 'First key', role: 'admin' })}`;
  },
  key: async ({ database, keys }, [workspaceId = '', name = '', role = 'admin']) => {
    if (!name.trim() || !ROLES.includes(role as Role))
      throw new UsageError('Give the workspace id, the purpose of the key, and a role');
    const id = toId(workspaceId);
    const found = id ? await database.query(`SELECT FROM workspace WHERE id = $1`, [id]) : [];
    if (!id || found.length === 0) throw new UsageError(`No workspace with id ${workspaceId}`);
    return newKey(keys, { workspaceId: id, name: name.trim(), role: role as Role });
  },
  limits: async ({ database, config }, [workspaceId = '', ...given]) => {
    const id = toId(workspaceId);
    const own =
      id &&
      (await setOwnLimits(
        database,
        id,
        limitsIn(given, (mistake) => new UsageError(mistake)),
      ));
    if (!own) throw new UsageError(`No workspace with id ${workspaceId}`);
    const lines = Object.entries(limitsOf(own, config)).map(([name, value]) => {
      const origin = own[name as OwnLimit] === null ? "the server's" : 'its own';
      return `${name.padEnd(20)}  ${value ?? 'none'} (${origin})`;
    });
    return lines.join('\n');
  },
  'rotate-encryption': async ({ database, box }) => {
    const { resealed, unreadable } = await rotateSecrets(database, box, [resealTokens]);
    const told = `${resealed} rows re-encrypted with the first key`;
    if (unreadable.length > 0)
      throw new UnfinishedError(`${told}; ${unreadable.length} could not be opened:\n${unreadable.join('\n')}`);
    return `${told}. ${resealed > 0 ? 'When another run reports 0, the other keys can be removed.' : 'The other keys can be removed.'}`;
  },
};

async function newKey(
  keys: ApiKeys,
  { workspaceId, name, role }: { workspaceId: string; name: string; role: Role },
): Promise<string> {
  const key = ApiKeys.generate();
  await keys.keep(workspaceId, key, { name, role });
  return `key        ${key}\nKeep the key now: only its hash is stored, and it is not shown again.`;
}

async function run([name = '', ...args]: string[]): Promise<string> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new UsageError(name ? `Unknown command "${name}"` : 'Say what to do');
  const config = Config.from(await withEncryptionKeys(process.env));
  const dataDir = join(config.env.DATA_DIR, 'postgres');
  // A running server's Postgres is used; otherwise one is started for the command.
  const found = config.env.DATABASE_URL ?? findEmbeddedPostgres(dataDir);
  const postgres = found ? undefined : await startEmbeddedPostgres({ dataDir, say: () => undefined });
  const url = found ?? postgres!.url;
  try {
    await migrate(url);
    const dataSource = await new DataSource(dataSourceOptions(url, 2)).initialize();
    const database = new Database(dataSource);
    const tools = { database, keys: new ApiKeys(database, config), box: new SecretBox(config), config };
    return await command(tools, args).finally(() => dataSource.destroy());
  } finally {
    await postgres?.stop();
  }
}

try {
  console.log(await run(process.argv.slice(2)));
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}.\n\n${USAGE}`);
  else if ([ConfigError, EmbeddedPostgresError, UnfinishedError].some((kind) => error instanceof kind))
    console.error((error as Error).message);
  else console.error(error);
  process.exitCode = 1;
}

import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Config } from '../config/config.js';

const KEY_BYTES = 32;

type Environment = Record<string, string | undefined>;

/**
 * The environment with ENCRYPTION_KEYS. If none are given, which production rejects, a key is generated at the first start
 * and stored in DATA_DIR, beside the demo's key, readable only by this user. Throws a ConfigError.
 */
export async function withEncryptionKeys(environment: Environment): Promise<Environment> {
  const { ENCRYPTION_KEYS: given, DATA_DIR: folder } = Config.from(environment).env;
  if (given) return environment;
  const file = join(folder, 'encryption-key');
  return { ...environment, ENCRYPTION_KEYS: (await read(file)) ?? (await make(file, folder)) };
}

async function make(file: string, folder: string): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  await mkdir(folder, { recursive: true });
  // Two processes may start at the same time and both write a draft. Only the first link succeeds, and both read that file.
  await writeFile(draft, `kept-${randomBytes(4).toString('hex')}:${randomBytes(KEY_BYTES).toString('base64')}\n`, {
    mode: 0o600,
  });
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return (await read(file))!;
}

const read = (file: string) =>
  readFile(file, 'utf8').then(
    (text) => text.trim(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );

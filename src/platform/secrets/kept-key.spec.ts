import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config } from '../config/config.js';
import { withEncryptionKeys } from './kept-key.js';

let folder: string;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'kept-')), 'data');
});

afterEach(() => rm(join(folder, '..'), { recursive: true }));

it('generates a key once and stores it readable only by its user', async () => {
  const { ENCRYPTION_KEYS: first } = await withEncryptionKeys({ DATA_DIR: folder });

  expect((await withEncryptionKeys({ DATA_DIR: folder })).ENCRYPTION_KEYS).toBe(first);
  expect(Config.from({ ENCRYPTION_KEYS: first }).encryptionKeys.size).toBe(1);
  expect((await stat(join(folder, 'encryption-key'))).mode & 0o777).toBe(0o600);
});

it('is the same key for processes that start simultaneously', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => withEncryptionKeys({ DATA_DIR: folder })));

  expect(new Set(all.map(({ ENCRYPTION_KEYS: keys }) => keys)).size).toBe(1);
  expect(await readdir(folder)).toEqual(['encryption-key']);
});

it('does not change given keys, and generates none in production', async () => {
  const given = { DATA_DIR: folder, ENCRYPTION_KEYS: `a:${Buffer.alloc(32).toString('base64')}` };
  expect(await withEncryptionKeys(given)).toEqual(given);
  await expect(withEncryptionKeys({ NODE_ENV: 'production', DATA_DIR: folder })).rejects.toThrow(
    'ENCRYPTION_KEYS: required with NODE_ENV=production',
  );
  await expect(readdir(folder)).rejects.toThrow('ENOENT');
});

it('fails without a key', () => {
  expect(() => Config.from({}).encryptionKeys).toThrow('ENCRYPTION_KEYS: required');
});

import { randomBytes } from 'node:crypto';
import { Config } from '../config/config.js';
import { SecretBox, UnreadableSecretError } from './secret-box.js';

const [first, second] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64'));
const boxOf = (keys: string) => new SecretBox(Config.from({ ENCRYPTION_KEYS: keys }));
const box = boxOf(`a:${first}`);

it('opens what it sealed, and seals the same text differently each time', () => {
  const sealed = box.seal('Bearer böse', 'here');
  expect(box.open(sealed, 'here')).toBe('Bearer böse');
  expect(sealed).toMatch(/^sealed:a:[\w-]+$/);
  expect(box.seal('Bearer böse', 'here')).not.toBe(sealed);
});

it('opens a text only for the place it was sealed for', () => {
  expect(() => box.open(box.seal('secret', 'here'), 'there')).toThrow(UnreadableSecretError);
});

it('detects every changed byte', () => {
  const sealed = box.seal('secret', 'here');
  const bytes = Buffer.from(sealed.split(':')[2]!, 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    expect(() => box.open(`sealed:a:${changed.toString('base64url')}`, 'here')).toThrow(UnreadableSecretError);
  }
  expect(() => box.open('sealed:a:AAAA', 'here')).toThrow(UnreadableSecretError);
});

it('names the missing key', () => {
  expect(() => boxOf(`b:${second}`).open(box.seal('secret', 'here'), 'here')).toThrow('"a"');
  expect(() => box.open('plain', 'here')).toThrow('Not a sealed text');
});

it('opens with an old key, and reseals with the first', () => {
  const sealed = box.seal('secret', 'here');
  const rotated = boxOf(`b:${second},a:${first}`);
  expect(rotated.open(sealed, 'here')).toBe('secret');
  const resealed = rotated.reseal(sealed, 'here');
  expect(boxOf(`b:${second}`).open(resealed, 'here')).toBe('secret');
  expect(rotated.reseal(resealed, 'here')).toBe(resealed);
});

it.each(['', 'a', 'a:short', `a:${first},a:${second}`, `a b:${first}`])(
  'rejects the keys "%s" in production',
  (keys) => {
    const environment = {
      NODE_ENV: 'production',
      KEY_PEPPER: 'x'.repeat(16),
      DATABASE_URL: 'postgres://localhost/crm',
      ENCRYPTION_KEYS: keys,
    };
    expect(() => Config.from(environment)).toThrow('ENCRYPTION_KEYS');
  },
);

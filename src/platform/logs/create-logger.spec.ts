import { pino } from 'pino';
import { generateKey } from '../api-keys/key-format.js';
import { Config } from '../config/config.js';
import { pinoOptions } from './create-logger.js';
import { readableLine } from './readable-line.js';

const TOKEN = 'EAAG-cloud-token';
const KEY = generateKey();
const ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64');
const SIGNING_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

/** The line as it is written by the process. */
function written(log: (logger: pino.Logger) => void): string {
  const lines: string[] = [];
  const config = Config.from({
    NODE_ENV: 'test',
    WHATSAPP_TOKEN: TOKEN,
    WHATSAPP_PHONE_NUMBER_ID: '1',
    ENCRYPTION_KEYS: `a:${ENCRYPTION_KEY}`,
  });
  log(pino(pinoOptions(config), { write: (line) => void lines.push(line) }));
  return lines.join('');
}

it.each([
  ['an authorization header', { authorization: 'Bearer s3cret' }],
  ['the headers of a webhook input', { input: { url: 'https://example.com', headers: { 'x-key': 's3cret' } } }],
  ['the headers of a step in a list', { steps: [{ input: { headers: { 'x-key': 's3cret' } } }] }],
  ['an API key by its field', { apiKey: 's3cret' }],
  ['a token by its field', { request: { token: 's3cret' } }],
])('writes no secret of %s', (_, fields) => {
  const line = written((log) => log.info(fields, 'Sent'));

  expect(line).not.toContain('s3cret');
  expect(line).toContain('[redacted]');
});

it.each([
  ['the password of a connection string', 'connect postgres://crm:s3cret@db:5432/crm failed', 's3cret'],
  ['a bearer token', 'refused Bearer s3cret', 's3cret'],
  ['an API key', `refused ${KEY}, twice`, KEY.slice(-10)],
  ['a signing secret', `signed under ${SIGNING_SECRET}`, SIGNING_SECRET.slice(-20)],
  ["an automation's address", `POST /hooks/hook_${'a-b_'.repeat(11)}`, 'a-b_'.repeat(5)],
  ['an encryption key', `ENCRYPTION_KEYS=a:${ENCRYPTION_KEY}`, ENCRYPTION_KEY],
  ['the WhatsApp token', `GET /?access_token=${TOKEN}`, TOKEN],
])('writes %s neither in a message nor in the stack of an error', (_, text, secret) => {
  expect(written((log) => log.warn(text))).not.toContain(secret);
  expect(written((log) => log.error({ err: new Error(text) }, 'Failed'))).not.toContain(secret);
});

it('keeps the useful parts around a secret', () => {
  const line = written((log) =>
    log.info({ executionId: 'e1', context: 'Worker', url: 'postgres://crm:s3cret@db/crm' }, 'Moved'),
  );

  expect(JSON.parse(line)).toMatchObject({
    executionId: 'e1',
    context: 'Worker',
    msg: 'Moved',
    url: 'postgres://[redacted]@db/crm',
  });
});

it('logs nothing about the boot of Nest except problems', () => {
  expect(written((log) => log.info({ context: 'InstanceLoader' }, 'AppModule dependencies initialized'))).toBe('');
  expect(written((log) => log.error({ context: 'NestFactory' }, 'Cannot start'))).not.toBe('');
});

it('formats an entry as one readable line, with the stack of an error below', () => {
  const entry = {
    time: Date.UTC(2026, 0, 1, 12, 30, 5, 42),
    level: 30,
    context: 'Worker',
    msg: 'SLEEPING',
    executionId: 'e1',
    wakeAt: null,
  };

  expect(readableLine(JSON.stringify(entry))).toBe('12:30:05.042 info  Worker: SLEEPING executionId=e1\n');
  expect(
    readableLine(JSON.stringify({ ...entry, level: 50, err: { message: 'no', stack: 'Error: no\n    at a' } })),
  ).toMatch(/ERROR Worker: SLEEPING .*\nError: no\n/);
});

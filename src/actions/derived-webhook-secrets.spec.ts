import { Config } from '../platform/config/config.js';
import { DerivedWebhookSecrets } from './derived-webhook-secrets.js';

const secrets = (pepper: string) => new DerivedWebhookSecrets(Config.from({ KEY_PEPPER: pepper }));

it('gives each workspace a secret of 32 bytes of its own, the same every time', async () => {
  const mine = secrets('a pepper of sixteen');
  const [one, again, other] = await Promise.all([mine.secretOf('w1'), mine.secretOf('w1'), mine.secretOf('w2')]);
  expect(Buffer.from(one.replace(/^whsec_/, ''), 'base64')).toHaveLength(32);
  expect([again === one, other === one]).toEqual([true, false]);
});

it('depends on the pepper', async () => {
  expect(await secrets('a pepper of sixteen').secretOf('w1')).not.toBe(await secrets('another pepper, longer').secretOf('w1'));
});

import { inStep, mistakesIn, outsideStep, paramsFor } from '../../../test/support/action-context.js';
import { FakeWhatsApp } from '../../../test/support/fake-whatsapp.js';
import { SendWhatsAppMediaAction } from './send-whatsapp-media.action.js';

it('derives the kind of file from its address', async () => {
  const whatsApp = new FakeWhatsApp();
  const action = new SendWhatsAppMediaAction(whatsApp.sender);
  const params = paramsFor(SendWhatsAppMediaAction, {
    mediaUrl: 'https://a.test/prices.pdf',
    caption: 'Our prices',
    filename: 'prices.pdf',
  });
  await action.perform(params, outsideStep(await action.prepare(params, inStep())));
  expect(whatsApp.prepared).toMatchObject([
    { kind: 'MEDIA', text: 'Our prices', payload: { mediaUrl: 'https://a.test/prices.pdf' } },
  ]);
  expect(whatsApp.sent).toMatchObject([
    { media: { type: 'document', link: 'https://a.test/prices.pdf' }, caption: 'Our prices', filename: 'prices.pdf' },
  ]);
});

it('does not wait when the window is closed', async () => {
  const whatsApp = new FakeWhatsApp();
  whatsApp.windowOpen = false;
  const attempt = new SendWhatsAppMediaAction(whatsApp.sender).prepare(
    paramsFor(SendWhatsAppMediaAction, { mediaUrl: 'https://a.test/x.png' }),
    inStep(),
  );
  await expect(attempt).rejects.toMatchObject({ code: 'WINDOW_CLOSED' });
});

it.each([
  [{}, 'mediaUrl: Required'],
  [
    { mediaUrl: 'https://a.test/voice.ogg', caption: 'Listen' },
    'caption: WhatsApp shows no caption under audio: send a text instead',
  ],
])('refuses %j', (params, mistake) => {
  expect(mistakesIn(SendWhatsAppMediaAction, params)).toEqual([mistake]);
});

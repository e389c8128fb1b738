import { inStep, mistakesIn, outsideStep, paramsFor } from '../../../test/support/action-context.js';
import { FakeWhatsApp } from '../../../test/support/fake-whatsapp.js';
import { SendWhatsAppTextAction } from './send-whatsapp-text.action.js';

it('stores, sends and settles a text', async () => {
  const whatsApp = new FakeWhatsApp();
  const action = new SendWhatsAppTextAction(whatsApp.sender);
  const params = paramsFor(SendWhatsAppTextAction, { text: 'Hi Ana' });
  const context = inStep();
  const prepared = await action.prepare(params, context);
  const output = await action.perform(params, outsideStep(prepared));
  await action.settle({ status: 'succeeded', output }, context);
  expect([whatsApp.prepared, whatsApp.sent, whatsApp.settled]).toMatchObject([
    [{ kind: 'TEXT', text: 'Hi Ana' }],
    [{ kind: 'text', text: 'Hi Ana' }],
    [{ status: 'SENT' }],
  ]);
});

it('does not wait when the window is closed', async () => {
  const whatsApp = new FakeWhatsApp();
  whatsApp.windowOpen = false;
  const attempt = new SendWhatsAppTextAction(whatsApp.sender).prepare(
    paramsFor(SendWhatsAppTextAction, { text: 'Hi' }),
    inStep(),
  );
  await expect(attempt).rejects.toMatchObject({ code: 'WINDOW_CLOSED' });
});

it('requires a text that WhatsApp accepts', () => {
  expect(
    [{}, { text: '' }, { text: 'x'.repeat(4097) }].map((params) => mistakesIn(SendWhatsAppTextAction, params)),
  ).toEqual([['text: Required'], ['text: Must not be empty'], ['text: At most 4096 characters']]);
});

import { inStep, outsideStep } from '../../test/support/action-context.js';
import { FakeWhatsApp } from '../../test/support/fake-whatsapp.js';
import {
  GatewayBusyError,
  GatewayInDoubtError,
  GatewayRefusedError,
  GatewayUnreachableError,
} from '../crm/conversations/gateway/gateway.errors.js';
import { OutcomeUnknownError, PermanentActionError, RetryAfterError } from './action.errors.js';

const PREPARED = { messageId: 'm', phone: '+5511999990000' };
const NOBODY = { entityType: null, orderId: null, contactId: null } as const;
const draft = { kind: 'TEXT', text: 'Hi', payload: null, needsWindow: true } as const;

it('stores the message under the id of its step, before anything is sent', async () => {
  const whatsApp = new FakeWhatsApp();
  const context = inStep();
  expect(await whatsApp.sender.prepare(draft, context)).toMatchObject({ messageId: context.stepId });
  expect(whatsApp.prepared).toEqual([
    { messageId: context.stepId, contactId: context.subject.contactId, kind: 'TEXT', text: 'Hi', payload: null },
  ]);
});

it('fails permanently without a contact, and after 24 hours of silence', async () => {
  const whatsApp = new FakeWhatsApp();
  await expect(whatsApp.sender.prepare(draft, inStep(NOBODY))).rejects.toMatchObject({ code: 'NO_CONTACT' });
  whatsApp.windowOpen = false;
  await expect(whatsApp.sender.prepare(draft, inStep())).rejects.toMatchObject({
    code: 'WINDOW_CLOSED',
    message: expect.stringContaining('template'),
  });
});

it("sends with the step's key", async () => {
  const whatsApp = new FakeWhatsApp();
  const context = outsideStep(PREPARED);
  const output = await whatsApp.sender.send({ kind: 'text', text: 'Hi' }, context);
  expect(output).toEqual({
    messageId: 'm',
    provider: 'local',
    providerMessageId: `local.${context.idempotencyKey}`,
    status: 'SENT',
  });
  expect(whatsApp.sent).toMatchObject([{ phone: PREPARED.phone, text: 'Hi', idempotencyKey: context.idempotencyKey }]);
});

it.each([
  [new GatewayRefusedError('WHATSAPP_132001', 'no such template'), PermanentActionError],
  [new GatewayBusyError(7_000, 'slow down'), RetryAfterError],
  [new GatewayInDoubtError('no answer'), OutcomeUnknownError],
  [new GatewayUnreachableError('connection refused'), GatewayUnreachableError],
])('translates %s into an engine error', async (failure, expected) => {
  const whatsApp = new FakeWhatsApp();
  whatsApp.failure = failure;
  await expect(whatsApp.sender.send({ kind: 'text', text: 'Hi' }, outsideStep(PREPARED))).rejects.toBeInstanceOf(
    expected,
  );
});

it('stores the outcome with the message', async () => {
  const whatsApp = new FakeWhatsApp();
  const context = inStep();
  const error = { code: 'UNKNOWN_OUTCOME', message: 'no answer' };
  const output = { messageId: 'm', provider: 'local', providerMessageId: 'p', status: 'SENT' } as const;
  for (const outcome of [
    { status: 'succeeded', output },
    { status: 'failed', error },
    { status: 'unknown', error },
  ] as const) {
    await whatsApp.sender.settle(outcome, context);
  }
  const about = { messageId: context.stepId };
  expect(whatsApp.settled).toEqual([
    { ...about, status: 'SENT', provider: 'local', providerMessageId: 'p' },
    { ...about, status: 'FAILED', error },
    { ...about, status: 'UNKNOWN', error },
  ]);
});

import { inStep, mistakesIn, outsideStep, paramsFor } from '../../../test/support/action-context.js';
import { FakeWhatsApp } from '../../../test/support/fake-whatsapp.js';
import { SendWhatsAppTemplateAction } from './send-whatsapp-template.action.js';

it('sends a template at any time, with its variables as text', async () => {
  const whatsApp = new FakeWhatsApp();
  whatsApp.windowOpen = false;
  const action = new SendWhatsAppTemplateAction(whatsApp.sender);
  const params = paramsFor(SendWhatsAppTemplateAction, {
    templateName: 'offer',
    language: 'pt_BR',
    variables: ['Ana', 1500],
    headerMediaUrl: 'https://a.test/x.mp4',
  });
  await action.perform(params, outsideStep(await action.prepare(params, inStep())));
  expect(whatsApp.prepared).toMatchObject([
    { kind: 'TEMPLATE', payload: { templateName: 'offer', variables: ['Ana', '1500'] } },
  ]);
  expect(whatsApp.sent).toMatchObject([
    {
      kind: 'template',
      name: 'offer',
      language: 'pt_BR',
      variables: ['Ana', '1500'],
      header: { type: 'video', link: 'https://a.test/x.mp4' },
    },
  ]);
});

it('sends a text in the header and values of the buttons', async () => {
  const whatsApp = new FakeWhatsApp();
  const action = new SendWhatsAppTemplateAction(whatsApp.sender);
  await action.perform(
    paramsFor(SendWhatsAppTemplateAction, {
      templateName: 'offer',
      headerText: { month: 5 },
      buttons: [{ index: 0, value: 'order/1' }],
    }),
    outsideStep({ messageId: 'm', phone: '+1' }),
  );
  expect(whatsApp.sent).toMatchObject([
    { header: { type: 'text', text: '5', name: 'month' }, buttons: [{ kind: 'url', index: 0, value: 'order/1' }] },
  ]);
});

it('accepts variables by name', async () => {
  const whatsApp = new FakeWhatsApp();
  const action = new SendWhatsAppTemplateAction(whatsApp.sender);
  await action.perform(
    paramsFor(SendWhatsAppTemplateAction, { templateName: 'offer', variables: { name: 'Ana' } }),
    outsideStep({ messageId: 'm', phone: '+1' }),
  );
  expect(whatsApp.sent).toMatchObject([{ language: 'en', variables: { name: 'Ana' }, header: undefined }]);
});

it.each([
  [{}, 'templateName: Required'],
  [{ templateName: 'offer', language: 'pt-BR' }, 'language: A language such as en or pt_BR'],
  [{ templateName: 'offer', variables: 'Ana' }, 'variables: A list of texts, or texts by name'],
  [
    { templateName: 'offer', headerMediaUrl: 'ftp://a.test/x.png' },
    'headerMediaUrl: Expected an http or https address',
  ],
  [
    { templateName: 'offer', headerMediaUrl: 'https://a.test/x.png', headerText: 'May' },
    'headerText: A header has a text or media, not both',
  ],
  [{ templateName: 'offer', headerText: { a: 'x', b: 'y' } }, 'headerText: Exactly one text by its name'],
  [{ templateName: 'offer', buttons: [{ index: 10, value: 'x' }] }, 'buttons.0.index: At most 9'],
  [
    {
      templateName: 'offer',
      buttons: [
        { index: 1, value: 'x' },
        { index: 1, value: 'y' },
      ],
    },
    'buttons.1.index: This button has a value already',
  ],
])('refuses %j', (params, mistake) => {
  expect(mistakesIn(SendWhatsAppTemplateAction, params)).toEqual([mistake]);
});

import { cloudRequest } from './cloud-request.js';
import type { MessageContent } from './message-gateway.js';

// https://developers.facebook.com/documentation/business-messaging/whatsapp/messages and .../templates
const COMMON = {
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  to: '+5511999990000',
  biz_opaque_callback_data: 'step-1',
};
const link = 'https://a.test/x';
const template = (content: object) => ({
  kind: 'template',
  name: 'offer',
  language: 'pt_BR',
  variables: [],
  ...content,
});
const asTemplate = (...components: object[]) => ({
  type: 'template',
  template: { name: 'offer', language: { code: 'pt_BR' }, ...(components.length > 0 && { components }) },
});

it.each<[string, object, object]>([
  ['a text', { kind: 'text', text: 'Olá' }, { type: 'text', text: { preview_url: false, body: 'Olá' } }],
  ['a template without variables', template({}), asTemplate()],
  [
    'numbered variables',
    template({ variables: ['Ana', '10%'] }),
    asTemplate({
      type: 'body',
      parameters: [
        { type: 'text', text: 'Ana' },
        { type: 'text', text: '10%' },
      ],
    }),
  ],
  [
    'variables with names',
    template({ variables: { first_name: 'Ana' } }),
    asTemplate({ type: 'body', parameters: [{ type: 'text', text: 'Ana', parameter_name: 'first_name' }] }),
  ],
  ...(['image', 'video', 'document'] as const).map((type): [string, object, object] => [
    `a header with ${type}`,
    template({ header: { type, link }, variables: ['Ana'] }),
    asTemplate(
      { type: 'header', parameters: [{ type, [type]: { link } }] },
      { type: 'body', parameters: [{ type: 'text', text: 'Ana' }] },
    ),
  ]),
  [
    'a header with text',
    template({ header: { type: 'text', text: 'May' } }),
    asTemplate({ type: 'header', parameters: [{ type: 'text', text: 'May' }] }),
  ],
  [
    'a header with text by its name',
    template({ header: { type: 'text', text: 'May', name: 'month' } }),
    asTemplate({ type: 'header', parameters: [{ type: 'text', text: 'May', parameter_name: 'month' }] }),
  ],
  [
    'buttons',
    template({
      buttons: [
        { kind: 'url', index: 0, value: 'order/1' },
        { kind: 'quick_reply', index: 1, value: 'STOP' },
        { kind: 'copy_code', index: 2, value: '10OFF' },
      ],
    }),
    asTemplate(
      { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'order/1' }] },
      { type: 'button', sub_type: 'quick_reply', index: '1', parameters: [{ type: 'payload', payload: 'STOP' }] },
      {
        type: 'button',
        sub_type: 'copy_code',
        index: '2',
        parameters: [{ type: 'coupon_code', coupon_code: '10OFF' }],
      },
    ),
  ],
  [
    'an image',
    { kind: 'media', media: { type: 'image', link }, caption: 'Look', filename: 'x.png' },
    { type: 'image', image: { link, caption: 'Look' } },
  ],
  ['a video', { kind: 'media', media: { type: 'video', link } }, { type: 'video', video: { link } }],
  [
    'audio, which has no caption',
    { kind: 'media', media: { type: 'audio', link }, caption: 'Listen' },
    { type: 'audio', audio: { link } },
  ],
  [
    'a document with its name',
    { kind: 'media', media: { type: 'document', link }, caption: 'Prices', filename: 'prices.pdf' },
    { type: 'document', document: { link, caption: 'Prices', filename: 'prices.pdf' } },
  ],
])("is Meta's JSON: %s", (_, content, expected) => {
  const message = { phone: '+5511999990000', ...(content as MessageContent) };
  expect(JSON.parse(JSON.stringify(cloudRequest(message, 'step-1')))).toEqual({ ...COMMON, ...expected });
});

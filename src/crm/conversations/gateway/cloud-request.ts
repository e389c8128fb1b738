import type { HeaderText, MediaLink, MessageContent, OutboundMessage, TemplateButton } from './message-gateway.js';

type Fields = Record<string, unknown>;

/** The Cloud API's JSON for a message; its status callbacks return the key. */
export function cloudRequest(message: OutboundMessage, idempotencyKey: string): Fields {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: message.phone,
    biz_opaque_callback_data: idempotencyKey,
    ...contentOf(message),
  };
}

function contentOf(message: MessageContent): Fields {
  switch (message.kind) {
    case 'text':
      return { type: 'text', text: { preview_url: false, body: message.text } };
    case 'template':
      return { type: 'template', template: templateOf(message) };
    case 'media':
      return { type: message.media.type, [message.media.type]: mediaOf(message) };
  }
}

function templateOf({
  name,
  language,
  variables,
  header,
  buttons = [],
}: MessageContent & { kind: 'template' }): Fields {
  const parameters = Array.isArray(variables)
    ? variables.map((text) => ({ type: 'text', text }))
    : Object.entries(variables).map(([parameter, text]) => ({ type: 'text', parameter_name: parameter, text }));
  const components = [
    ...(header ? [{ type: 'header', parameters: [headerOf(header)] }] : []),
    ...(parameters.length > 0 ? [{ type: 'body', parameters }] : []),
    ...buttons.map(buttonOf),
  ];
  return { name, language: { code: language }, ...(components.length > 0 && { components }) };
}

function headerOf(header: MediaLink | HeaderText): Fields {
  if (header.type !== 'text') return { type: header.type, [header.type]: { link: header.link } };
  return { type: 'text', text: header.text, ...(header.name && { parameter_name: header.name }) };
}

const BUTTON_VALUES = {
  url: (text: string) => ({ type: 'text', text }),
  quick_reply: (payload: string) => ({ type: 'payload', payload }),
  copy_code: (code: string) => ({ type: 'coupon_code', coupon_code: code }),
} as const;

const buttonOf = ({ kind, index, value }: TemplateButton): Fields => ({
  type: 'button',
  sub_type: kind,
  index: String(index),
  parameters: [BUTTON_VALUES[kind](value)],
});

// The Cloud API accepts a file name only for documents, and no caption for audio.
function mediaOf({ media, caption, filename }: MessageContent & { kind: 'media' }): Fields {
  return {
    link: media.link,
    ...(caption && media.type !== 'audio' && { caption }),
    ...(filename && media.type === 'document' && { filename }),
  };
}

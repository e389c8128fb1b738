import type { MediaLink, MessageContent, OutboundMessage } from './message-gateway.js';

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

function templateOf({ name, language, variables, header }: MessageContent & { kind: 'template' }): Fields {
  const parameters = Array.isArray(variables)
    ? variables.map((text) => ({ type: 'text', text }))
    : Object.entries(variables).map(([parameter, text]) => ({ type: 'text', parameter_name: parameter, text }));
  const components = [
    ...(header ? [{ type: 'header', parameters: [headerOf(header)] }] : []),
    ...(parameters.length > 0 ? [{ type: 'body', parameters }] : []),
  ];
  return { name, language: { code: language }, ...(components.length > 0 && { components }) };
}

const headerOf = ({ type, link }: MediaLink) => ({ type, [type]: { link } });

// The Cloud API accepts a file name only for documents, and no caption for audio.
function mediaOf({ media, caption, filename }: MessageContent & { kind: 'media' }): Fields {
  return {
    link: media.link,
    ...(caption && media.type !== 'audio' && { caption }),
    ...(filename && media.type === 'document' && { filename }),
  };
}

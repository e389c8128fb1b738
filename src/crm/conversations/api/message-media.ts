import { valueAt, type Json } from '../../../kernel/json.js';
import { mediaTypeOf } from '../gateway/media-type.js';
import type { MessageRow } from '../message.entity.js';

/** A message's file, as far as it is known. */
export interface MessageMedia {
  kind: string;
  url: string | null;
  providerMediaId: string | null;
  mimeType: string | null;
  filename: string | null;
  caption: string | null;
}

/** The stored file of a message; null if it has none. */
export function mediaOf({
  kind,
  direction,
  payload,
  text,
}: Pick<MessageRow, 'kind' | 'direction' | 'payload' | 'text'>): MessageMedia | null {
  if (kind !== 'MEDIA') return null;
  return direction === 'INBOUND' ? received(payload) : sent(payload, text);
}

// In the format of the Cloud API: the file's fields are under the message's type.
function received(payload: Json): MessageMedia {
  const kind = textAt(payload, 'type') ?? 'document';
  const file = valueAt(payload, [kind]);
  return {
    kind,
    url: textAt(file, 'url') ?? textAt(file, 'link'),
    providerMediaId: textAt(file, 'id'),
    mimeType: textAt(file, 'mime_type'),
    filename: textAt(file, 'filename'),
    caption: textAt(file, 'caption'),
  };
}

function sent(payload: Json, caption: string | null): MessageMedia {
  const url = textAt(payload, 'mediaUrl');
  const filename = textAt(payload, 'filename');
  return {
    kind: mediaTypeOf(url ?? '', filename ?? undefined),
    url,
    providerMediaId: null,
    mimeType: null,
    filename,
    caption,
  };
}

function textAt(value: unknown, name: string): string | null {
  const found = valueAt(value, [name]);
  return typeof found === 'string' ? found : null;
}

import { fold } from '../../kernel/text.js';
import { valueAt, type Json } from '../../kernel/json.js';
import type { MessageRow } from './message.entity.js';

/** The folded words by which contacts opt out and in again. */
export interface OptOutKeywords {
  out: ReadonlySet<string>;
  back: ReadonlySet<string>;
}

const BUTTONS = new Set<unknown>(['button', 'interactive']);

/** The contact's wish if the whole message is a keyword, ignoring case, accents and spacing: typed, or on a button that it pressed. */
export function wishOf(
  { kind, text, payload }: Pick<MessageRow, 'kind' | 'text'> & { payload: Json },
  { out, back }: OptOutKeywords,
): 'opt out' | 'opt in' | undefined {
  const isWritten = kind === 'TEXT' || (kind === 'OTHER' && BUTTONS.has(valueAt(payload, ['type'])));
  // No keyword is that long, and folding a text of 4096 characters is not free.
  if (!isWritten || !text || text.length > 200) return undefined;
  const word = fold(text);
  if (out.has(word)) return 'opt out';
  return back.has(word) ? 'opt in' : undefined;
}

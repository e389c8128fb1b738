import type { MediaType } from './message-gateway.js';

const EXTENSIONS: Record<Exclude<MediaType, 'document'>, readonly string[]> = {
  image: ['jpg', 'jpeg', 'png'],
  video: ['mp4', '3gp'],
  audio: ['aac', 'amr', 'm4a', 'mp3', 'ogg', 'opus'],
};

/** The media type of a link, by the extension of its path or else of the file name; a document if neither is known. */
export function mediaTypeOf(link: string, filename?: string): MediaType {
  const path = URL.canParse(link) ? new URL(link).pathname : link;
  return typeByExtension(path) ?? typeByExtension(filename ?? '') ?? 'document';
}

function typeByExtension(name: string): MediaType | undefined {
  const extension = /\.(\w{1,8})$/.exec(name)?.[1]?.toLowerCase();
  if (!extension) return undefined;
  const known = Object.entries(EXTENSIONS).find(([, extensions]) => extensions.includes(extension));
  return known ? (known[0] as MediaType) : 'document';
}

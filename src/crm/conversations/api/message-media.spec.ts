import { mediaOf } from './message-media.js';

const nothing = { url: null, providerMediaId: null, mimeType: null, filename: null, caption: null };

it("reads the file of an inbound message from the provider's payload", () => {
  const document = {
    id: '112',
    mime_type: 'application/pdf',
    filename: 'offer.pdf',
    caption: 'The offer',
    sha256: 'x',
  };
  expect(
    mediaOf({
      kind: 'MEDIA',
      direction: 'INBOUND',
      text: 'The offer',
      payload: { id: 'wamid.1', type: 'document', document },
    }),
  ).toEqual({
    kind: 'document',
    url: null,
    providerMediaId: '112',
    mimeType: 'application/pdf',
    filename: 'offer.pdf',
    caption: 'The offer',
  });
});

it('reads the file of an outbound message from the sent content', () => {
  const payload = { mediaUrl: 'https://files.example.org/box.jpg' };
  expect(mediaOf({ kind: 'MEDIA', direction: 'OUTBOUND', text: 'The box', payload })).toEqual({
    ...nothing,
    kind: 'image',
    url: payload.mediaUrl,
    caption: 'The box',
  });
});

it('returns null for a message without a file, and only the stored fields otherwise', () => {
  expect(
    mediaOf({ kind: 'TEXT', direction: 'INBOUND', text: 'Hi', payload: { type: 'image', image: { id: '1' } } }),
  ).toBeNull();
  expect(
    mediaOf({ kind: 'MEDIA', direction: 'INBOUND', text: '', payload: { id: '1', type: 'image', tooLarge: true } }),
  ).toEqual({ ...nothing, kind: 'image' });
  expect(mediaOf({ kind: 'MEDIA', direction: 'INBOUND', text: '', payload: { type: 'image', image: [5] } })).toEqual({
    ...nothing,
    kind: 'image',
  });
  expect(mediaOf({ kind: 'MEDIA', direction: 'OUTBOUND', text: null, payload: null })).toEqual({
    ...nothing,
    kind: 'document',
  });
});

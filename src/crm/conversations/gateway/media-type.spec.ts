import { mediaTypeOf } from './media-type.js';

describe('mediaTypeOf', () => {
  it.each([
    ['https://a.test/cat.JPG', 'image'],
    ['https://a.test/cat.png?size=1.mp3', 'image'],
    ['https://a.test/film.mp4#t=1', 'video'],
    ['https://a.test/voice.ogg', 'audio'],
    ['https://a.test/price.pdf', 'document'],
    ['https://a.test/download', 'document'],
    ['https://a.test/', 'document'],
  ])('%s is %s', (link, type) => {
    expect(mediaTypeOf(link)).toBe(type);
  });

  it('uses the file name if the link has no known extension', () => {
    expect(mediaTypeOf('https://a.test/download?id=1', 'cat.png')).toBe('image');
  });
});

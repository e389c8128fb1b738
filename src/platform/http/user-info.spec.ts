import { hasUserInfo } from './user-info.js';

it.each([
  'http://user@host',
  'http://:pw@host',
  'https://user:pw@host/x',
  'http://@host',
  'http://:@host',
  'HTTP://a@host',
  'http:user@host',
  'http:\\\\user@host',
  'http:///user@host',
  'http://us\ter@host',
  'ht\ntp://user@host',
  ' http://user@host',
  'http://a%40b@host',
  'http://user@a.test@host',
  'http://user@[::1]:80',
  'http://пользователь@host',
])('finds credentials in %j', (url) => expect(hasUserInfo(url)).toBe(true));

it.each([
  'http://host',
  'http://host/@',
  'http://host/a@b',
  'http://host?q=a@b',
  'http://host#a@b',
  'http://host\\@b',
  'http://a%40host',
  'nonsense',
  '',
  'mailto:a@b',
])('finds no credentials in %j', (url) => expect(hasUserInfo(url)).toBe(false));

it('agrees with URL', () => {
  const parts = ['http:', 'https:', '/', '//', '\\', '@', ':', '?', '#', 'a', 'b.test', '%40', '\t', ' ', '[::1]'];
  for (const first of parts)
    for (const second of parts)
      for (const third of parts)
        for (const fourth of parts) {
          const url = `${first}${second}${third}${fourth}c.test`;
          if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) continue;
          const { username, password } = new URL(url);
          if (username || password) expect([url, hasUserInfo(url)]).toEqual([url, true]);
        }
});

import { leadToTheSame, mapSecrets, maskSecrets, withoutSecrets } from './secret-params.js';

const webhook = { secrets: ['headers'], secretsGoTo: 'url' };
const params = {
  url: 'https://a.test/in',
  headers: { authorization: 'Bearer hush-hush', list: ['x'], count: 3 },
  payload: 'Bearer hush-hush',
};

it('changes only the texts in secret params, each with its path', () => {
  const seen: unknown[] = [];
  const changed = mapSecrets(webhook, params, (text, path) => {
    seen.push(path);
    return text.toUpperCase();
  });
  expect(changed).toEqual({ ...params, headers: { authorization: 'BEARER HUSH-HUSH', list: ['X'], count: 3 } });
  expect(seen).toEqual([
    ['headers', 'authorization'],
    ['headers', 'list', 0],
  ]);
});

it('shows the names of secrets, and everything of an action without secrets', () => {
  expect(maskSecrets(webhook, params).headers).toEqual({ authorization: '•••', list: ['•••'], count: 3 });
  expect(maskSecrets(webhook, { headers: 'whole' })).toEqual({ headers: '•••' });
  expect(maskSecrets(webhook, {})).toEqual({});
  for (const description of [{}, undefined]) expect(maskSecrets(description, params)).toEqual(params);
});

it('hides a secret that was echoed, whole or in part, anywhere', () => {
  const said = { status: 200, body: '{"you":"Bearer hush-hush","token":"hush-hush","Bearer":1}', list: ['hush-hush'] };
  expect(withoutSecrets(webhook, params, said)).toEqual({
    status: 200,
    body: '{"you":"•••","token":"•••","Bearer":1}',
    list: ['•••'],
  });
  expect(withoutSecrets({}, params, said)).toBe(said);
});

it.each([
  ['https://a.test/in', 'https://a.test/other?x=1', true],
  ['https://a.test/in', 'https://A.test:443/{{ order.id }}', true],
  ['https://{{ contact.city }}.test/', 'https://{{ contact.city }}.test/', true],
  ['https://a.test/in', 'https://b.test/in', false],
  ['https://a.test/in', 'http://a.test/in', false],
  ['https://a.test/in', 'https://a.test:8443/in', false],
  ['https://a.test/in', 'https://a.test@b.test/in', false],
  ['https://a.test/in', 'https://a.test{{x}}/in', false],
  ['https://{{x}}/in', 'https://{{x}}/out', false],
  ['https://a.test/in', '{{ order.name }}', false],
  ['https://a.test/in', 5, false],
])('may send secrets for %s to %s: %s', (kept, url, may) => {
  expect(leadToTheSame(webhook, { url: kept }, { url })).toBe(may);
});

it('keeps the secrets of an action without a target', () => {
  expect(leadToTheSame({ secrets: ['pin'] }, {}, { any: 1 })).toBe(true);
});

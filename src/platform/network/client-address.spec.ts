import { clientAddress, isTrust, trustIn } from './client-address.js';
import { subscriberOf } from './networks.js';

const from = (remoteAddress: string | undefined, forwarded?: string | string[]) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as never;
const GUESS = '6.6.6.6';

it('trusts no proxy by default', () => {
  expect(clientAddress(from('10.0.0.1', GUESS), trustIn([]))).toBe('10.0.0.1');
});

it.each<[string, { trust: string[]; peer: string | undefined; forwarded?: string | string[]; client: string }]>([
  ['one proxy, by number', { trust: ['1'], peer: '10.0.0.1', forwarded: '1.1.1.1', client: '1.1.1.1' }],
  [
    'one proxy, with a forged entry before it',
    { trust: ['1'], peer: '10.0.0.1', forwarded: `${GUESS}, 1.1.1.1`, client: '1.1.1.1' },
  ],
  [
    'two proxies, by number',
    { trust: ['2'], peer: '10.0.0.1', forwarded: `${GUESS}, 1.1.1.1, 10.0.0.2`, client: '1.1.1.1' },
  ],
  [
    'two proxies of which one was bypassed',
    { trust: ['2'], peer: '10.0.0.1', forwarded: '1.1.1.1', client: '1.1.1.1' },
  ],
  [
    'proxies by network',
    {
      trust: ['10.0.0.0/8', '192.168.1.1'],
      peer: '10.0.0.1',
      forwarded: `${GUESS}, 1.1.1.1, 192.168.1.1`,
      client: '1.1.1.1',
    },
  ],
  ['a peer that is not our proxy', { trust: ['10.0.0.0/8'], peer: '1.1.1.1', forwarded: GUESS, client: '1.1.1.1' }],
  [
    'a proxy over IPv6 that is one of ours over IPv4',
    { trust: ['127.0.0.1'], peer: '::ffff:127.0.0.1', forwarded: '1.1.1.1', client: '1.1.1.1' },
  ],
  ['an IPv6 proxy', { trust: ['fd00::/8'], peer: 'fd00::1', forwarded: '2a00:1::1', client: '2a00:1::1' }],
  ['headers that came twice', { trust: ['1'], peer: '10.0.0.1', forwarded: [GUESS, '1.1.1.1'], client: '1.1.1.1' }],
  ['a proxy that names no client', { trust: ['1'], peer: '10.0.0.1', client: '10.0.0.1' }],
  [
    'a proxy that names an invalid address',
    { trust: ['1'], peer: '10.0.0.1', forwarded: 'unknown', client: '10.0.0.1' },
  ],
  ['a closed socket', { trust: ['10.0.0.0/8'], peer: undefined, forwarded: GUESS, client: '' }],
])('finds the client behind %s', (_, { trust, peer, forwarded, client }) => {
  expect(clientAddress(from(peer, forwarded), trustIn(trust))).toBe(client);
});

it('accepts a number of proxies or their addresses, and nothing else', () => {
  for (const entries of [[], ['1'], ['9'], ['10.0.0.0/8', '::1']])
    expect([entries, isTrust(entries)]).toEqual([entries, true]);
  for (const entries of [['0'], ['true'], ['10'], ['1', '10.0.0.1/33'], ['proxy.internal']])
    expect([entries, isTrust(entries)]).toEqual([entries, false]);
});

it('treats all addresses of an IPv6 subscriber as one', () => {
  expect(subscriberOf('2a00:1:2:3::1')).toBe(subscriberOf('2a00:1:2:3:ffff::9'));
  expect(subscriberOf('2a00:1:2:3::1')).not.toBe(subscriberOf('2a00:1:2:4::1'));
  expect(subscriberOf('::ffff:1.2.3.4')).toBe('1.2.3.4');
  expect(subscriberOf('')).toBe('');
});

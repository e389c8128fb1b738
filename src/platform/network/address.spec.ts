import { isPublicAddress } from './address.js';

const REFUSED: [kind: string, addresses: string[]][] = [
  ['loopback', ['127.0.0.1', '127.255.255.254', '::1', '[::1]', '0:0:0:0:0:0:0:1']],
  [
    'loopback as a decimal, hex, octal or short number',
    ['2130706433', '0x7f000001', '017700000001', '0x7f.1', '127.1', '0177.0.0.1'],
  ],
  ['this host', ['0.0.0.0', '0.1.2.3', '0', '::']],
  ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1']],
  [
    'link-local and the metadata of clouds',
    ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'fd00:ec2::254', '168.63.129.16', '100.100.100.200'],
  ],
  ['carrier-grade NAT', ['100.64.0.1', '100.127.255.255']],
  ['multicast and broadcast', ['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1']],
  [
    'reserved, for tests and documents',
    ['192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '240.0.0.1', '2001:db8::1', '3fff::1'],
  ],
  ['unique local and site-local', ['fc00::1', 'fd12:3456::1', 'fec0::1']],
  ['IPv4 in IPv6, mapped', ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe']],
  ['IPv4 in IPv6, by translation', ['64:ff9b::7f00:1', '64:ff9b::127.0.0.1', '64:ff9b:1::a00:1', '::ffff:0:127.0.0.1']],
  [
    'IPv4 in IPv6, by tunnels or in deprecated forms',
    ['2002:7f00:1::', '2001:0:4136:e378::', '::127.0.0.1', '::8.8.8.8', '::7f00:1', '::a00:1'],
  ],
  ['unallocated IPv6', ['4000::1', '5f00::1', 'e000::1']],
  ['not an address', ['', 'localhost', 'example.com', '1.2.3.4.5', '256.1.1.1', ':::']],
];

describe('isPublicAddress', () => {
  it.each(REFUSED)('refuses %s', (_, addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });

  it('accepts public addresses', () => {
    const open = [
      '8.8.8.8',
      '1.1.1.1',
      '93.184.215.14',
      '172.32.0.1',
      '100.128.0.1',
      '::ffff:8.8.8.8',
      '2606:4700::1111',
      '[2a00:1450:4001::1]',
    ];
    expect(open.filter((address) => !isPublicAddress(address))).toEqual([]);
  });
});

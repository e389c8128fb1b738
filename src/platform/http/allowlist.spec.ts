import { ConfigError } from '../config/config.js';
import { Allowlist } from './allowlist.js';

describe('Allowlist', () => {
  it('matches addresses and networks of both families in any notation', () => {
    const allowlist = new Allowlist(['127.0.0.1/32', '10.1.0.0/16', 'fd00::/8', '::1', '192.168.7.7']);
    const inside = ['127.0.0.1', '::ffff:127.0.0.1', '2130706433', '10.1.255.1', 'fd12::1', '[::1]', '192.168.7.7'];
    expect(inside.filter((address) => !allowlist.allowsAddress(address))).toEqual([]);
  });

  it('allows only its entries', () => {
    const allowlist = new Allowlist(['127.0.0.1/32', 'fd00::/8', 'hooks.internal']);
    expect(
      ['127.0.0.2', '10.0.0.1', 'fc00::1', '::1', 'hooks.internal'].filter((address) =>
        allowlist.allowsAddress(address),
      ),
    ).toEqual([]);
    expect(['internal', 'a.hooks.internal', '127.0.0.1'].filter((host) => allowlist.allowsHost(host))).toEqual([]);
  });

  it('matches a host ignoring case and a trailing dot', () => {
    expect(new Allowlist(['Hooks.Internal.']).allowsHost('hooks.internal')).toBe(true);
  });

  it.each(['10.0.0.0/33', 'http://hooks.internal', 'hooks.internal:8080', '*.internal', 'a b'])(
    'rejects the entry %s at boot',
    (entry) => {
      expect(() => new Allowlist([entry])).toThrow(ConfigError);
    },
  );
});

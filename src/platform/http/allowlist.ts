import ipaddr from 'ipaddr.js';
import { ConfigError } from '../config/config.js';

type Cidr = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** The hosts and networks that may be reached although they are private. */
export class Allowlist {
  private readonly networks: Cidr[] = [];
  private readonly hosts = new Set<string>();

  /** Reads host names, addresses and CIDRs. Throws a ConfigError for an entry that is none of them. */
  constructor(entries: readonly string[]) {
    for (const entry of entries) {
      if (entry.includes('/')) this.networks.push(cidrOf(entry));
      else if (ipaddr.isValid(bare(entry))) this.networks.push(exactly(entry));
      else this.hosts.add(plainHost(entry));
    }
  }

  /** Whether this host name may be reached, whatever it resolves to. */
  allowsHost(host: string): boolean {
    return this.hosts.has(nameOf(host));
  }

  /** Whether this address may be reached, whoever resolved to it. */
  allowsAddress(text: string): boolean {
    if (!ipaddr.isValid(bare(text))) return false;
    const address = ipaddr.process(bare(text));
    return this.networks.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits));
  }
}

function cidrOf(entry: string): Cidr {
  if (!ipaddr.isValidCIDR(entry)) throw mistake(entry);
  return ipaddr.parseCIDR(entry);
}

function exactly(entry: string): Cidr {
  const address = ipaddr.process(bare(entry));
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function plainHost(entry: string): string {
  if (!/^[\w-]+(\.[\w-]+)*\.?$/.test(entry)) throw mistake(entry);
  return nameOf(entry);
}

const bare = (text: string) => text.replace(/^\[(.*)\]$/, '$1');
const nameOf = (host: string) => host.toLowerCase().replace(/\.$/, '');

const mistake = (entry: string) =>
  new ConfigError(`OUTBOUND_ALLOWLIST: "${entry}" is no host, address or CIDR; write such as 127.0.0.1/32 or hooks.internal, without scheme or port`);

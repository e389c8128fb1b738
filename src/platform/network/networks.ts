import ipaddr from 'ipaddr.js';

type Cidr = [ipaddr.IPv4 | ipaddr.IPv6, number];

const IPV6_HOST_BITS_FROM = 64;

/** A set of IP addresses, given as addresses and CIDRs. */
export class Networks {
  private readonly cidrs: Cidr[];

  /** Throws for any other entry. */
  constructor(entries: readonly string[]) {
    this.cidrs = entries.map((entry) => (entry.includes('/') ? ipaddr.parseCIDR(entry) : exactly(entry)));
  }

  /** Whether the text is an address or a CIDR. */
  static describes(entry: string): boolean {
    return entry.includes('/') ? ipaddr.isValidCIDR(entry) : ipaddr.isValid(bare(entry));
  }

  /** Whether this address is in the set; IPv4-mapped IPv6 counts as IPv4. */
  has(text: string): boolean {
    if (!ipaddr.isValid(bare(text))) return false;
    const address = ipaddr.process(bare(text));
    return this.cidrs.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits));
  }
}

/** The owner of an address: the address itself, or in IPv6 its /64, which one subscriber owns completely. */
export function subscriberOf(text: string): string {
  if (!ipaddr.isValid(text)) return text;
  const address = ipaddr.process(text);
  if (address.kind() === 'ipv4') return address.toString();
  const network = address.toByteArray().fill(0, IPV6_HOST_BITS_FROM / 8);
  return ipaddr.fromByteArray(network).toString();
}

function exactly(entry: string): Cidr {
  const address = ipaddr.process(bare(entry));
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

const bare = (text: string) => text.replace(/^\[(.*)\]$/, '$1');

import ipaddr from 'ipaddr.js';

// Azure's metadata and DNS service has this address, inside public space.
const SERVED_BY_THE_HOST = ['168.63.129.16'];

/** Whether an IP address, in any notation, is publicly routable; false if it is not an address. */
export function isPublicAddress(text: string): boolean {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  // ipaddr.js treats ::1.2.3.4 as a mapped address; it is not, and is not public.
  if (!ipaddr.isValid(bare) || /^::\d+\./.test(bare)) return false;
  const address = ipaddr.process(bare);
  if (address.range() !== 'unicast' || SERVED_BY_THE_HOST.includes(address.toString())) return false;
  // Only 2000::/3 is allocated; the rest of IPv6 contains deprecated notations of IPv4.
  return address.kind() === 'ipv4' || (address.toByteArray()[0]! & 0xe0) === 0x20;
}

import ipaddr from 'ipaddr.js';

// Azure answers its metadata and DNS here, inside what the registries call public space.
const SERVED_BY_THE_HOST = ['168.63.129.16'];

/** Whether an IP address, in any notation, is one that the public internet routes; false for what is no address. */
export function isPublicAddress(text: string): boolean {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  // ipaddr.js takes ::1.2.3.4 for a mapped address; it is none, and leads nowhere public.
  if (!ipaddr.isValid(bare) || /^::\d+\./.test(bare)) return false;
  const address = ipaddr.process(bare);
  if (address.range() !== 'unicast' || SERVED_BY_THE_HOST.includes(address.toString())) return false;
  // Only 2000::/3 was ever handed out; the rest of IPv6 hides old ways to write IPv4.
  return address.kind() === 'ipv4' || (address.toByteArray()[0]! & 0xe0) === 0x20;
}

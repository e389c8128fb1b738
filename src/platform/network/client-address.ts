import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import { Networks } from './networks.js';

/** Whether an address in the chain of a request is one of our proxies, given how many came before it. */
export type Trust = (address: string, hop: number) => boolean;

const NOBODY: Trust = () => false;

/** Parses TRUST_PROXY: empty, the number of our proxies, or their addresses and CIDRs. */
export function trustIn(entries: readonly string[]): Trust {
  if (entries.length === 0) return NOBODY;
  if (isHopCount(entries)) return (_, hop) => hop < Number(entries[0]);
  const proxies = new Networks(entries);
  return (address) => proxies.has(address);
}

/** Whether the entries are valid for TRUST_PROXY. */
export const isTrust = (entries: readonly string[]) =>
  isHopCount(entries) || entries.every((entry) => /[.:]/.test(entry) && Networks.describes(entry));

const isHopCount = (entries: readonly string[]) => entries.length === 1 && /^[1-9]$/.test(entries[0]!);

/** The client's address: the peer, or the client that a trusted proxy names in X-Forwarded-For. Entries of untrusted peers are ignored. */
export function clientAddress({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>, trust: Trust): string {
  let client = socket.remoteAddress ?? '';
  const named = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').reverse();
  for (const [hop, next] of named.map((each) => each.trim()).entries()) {
    if (!trust(client, hop) || !ipaddr.isValid(next)) break;
    client = next;
  }
  return client;
}

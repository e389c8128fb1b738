import { lookup as systemLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isPublicAddress } from './address.js';
import type { Allowlist } from './allowlist.js';
import { ForbiddenTargetError } from './http.errors.js';

type Resolve = (host: string, options: LookupAllOptions, callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void;

/** Connects only to public addresses and allowed ones; it checks the address it dials, so a second answer of the name changes nothing. */
export function guardedConnector(allowlist: Allowlist, resolve: Resolve = systemLookup): buildConnector.connector {
  const connect = buildConnector({ lookup: guardedLookup(allowlist, resolve) } as buildConnector.BuildOptions);
  return (options, callback) => {
    // Node looks up names only: a literal has to be checked here.
    if (isIP(options.hostname) && !mayReach(allowlist, options.hostname)) return callback(forbidden(options.hostname), null);
    connect(options, callback);
  };
}

function guardedLookup(allowlist: Allowlist, resolve: Resolve): LookupFunction {
  return (host, options, callback) =>
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const open = allowlist.allowsHost(host) ? found : found.filter(({ address }) => mayReach(allowlist, address));
      if (open.length === 0) return callback(forbidden(host), '');
      if (options.all) return callback(null, open);
      callback(null, open[0]!.address, open[0]!.family);
    });
}

const mayReach = (allowlist: Allowlist, address: string) => isPublicAddress(address) || allowlist.allowsAddress(address);

// Names no address: what an internal name resolves to is nobody's business.
const forbidden = (host: string) => new ForbiddenTargetError(`${host} is not on the public internet; OUTBOUND_ALLOWLIST opens exceptions`);

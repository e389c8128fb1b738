import { lookup as systemLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isPublicAddress } from '../network/address.js';
import type { Allowlist } from './allowlist.js';
import { ForbiddenTargetError } from './http.errors.js';

type Resolve = (
  host: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Connects only to public and allowed addresses. It connects to the address it checked, so DNS rebinding has no effect. */
export function guardedConnector(allowlist: Allowlist, resolve: Resolve = systemLookup): buildConnector.connector {
  const connect = buildConnector({ lookup: guardedLookup(allowlist, resolve) });
  return (options, callback) => {
    // Node resolves names only: an address must be checked here.
    if (isIP(options.hostname) && !mayReach(allowlist, options.hostname))
      return callback(forbidden(options.hostname), null);
    connect(options, callback);
  };
}

function guardedLookup(allowlist: Allowlist, resolve: Resolve): LookupFunction {
  return (host, options, callback) => {
    const began = performance.now();
    resolve(host, { ...options, all: true }, (error, found) => {
      const isAllowed = allowlist.allowsHost(host);
      if (error && (isAllowed || !NO_SUCH_NAME.has(error.code ?? ''))) return callback(error, '');
      const open = isAllowed ? found : (found ?? []).filter(({ address }) => mayReach(allowlist, address));
      if (open.length === 0) return void setTimeout(() => callback(forbidden(host), ''), untilNextStroke(began));
      if (options.all) return callback(null, open);
      callback(null, open[0]!.address, open[0]!.family);
    });
  };
}

// Node's codes for a name that does not exist. A resolver that does not answer is different and is retried.
const NO_SUCH_NAME = new Set(['ENOTFOUND', 'ENODATA', 'EAI_FAIL', 'EAI_NONAME', 'EAI_NODATA']);

const mayReach = (allowlist: Allowlist, address: string) =>
  isPublicAddress(address) || allowlist.allowsAddress(address);

// A name that does not exist and a name with a private address get the same message after the same time: otherwise a webhook
// would reveal the names in our network.
const forbidden = (host: string) =>
  new ForbiddenTargetError(`${host} is not on the public internet; OUTBOUND_ALLOWLIST opens exceptions`);

const STROKE_MS = 200;
const untilNextStroke = (began: number) => STROKE_MS - ((performance.now() - began) % STROKE_MS);

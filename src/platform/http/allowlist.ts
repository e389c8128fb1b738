import { ConfigError } from '../config/config.js';
import { Networks } from '../network/networks.js';

/** The private hosts and networks that may be reached. */
export class Allowlist {
  private readonly networks: Networks;
  private readonly hosts: ReadonlySet<string>;

  /** Parses host names, addresses and CIDRs. Throws a ConfigError for any other entry. */
  constructor(entries: readonly string[]) {
    this.networks = new Networks(entries.filter((entry) => Networks.describes(entry)));
    this.hosts = new Set(entries.filter((entry) => !Networks.describes(entry)).map(plainHost));
  }

  /** Whether this host name may be reached, whatever it resolves to. */
  allowsHost(host: string): boolean {
    return this.hosts.has(nameOf(host));
  }

  /** Whether this address may be reached, whichever host resolved to it. */
  allowsAddress(text: string): boolean {
    return this.networks.has(text);
  }
}

function plainHost(entry: string): string {
  if (!/^[\w-]+(\.[\w-]+)*\.?$/.test(entry)) throw mistake(entry);
  return nameOf(entry);
}

const nameOf = (host: string) => host.toLowerCase().replace(/\.$/, '');

const mistake = (entry: string) =>
  new ConfigError(
    `OUTBOUND_ALLOWLIST: "${entry}" is not a host, address or CIDR; write for example 127.0.0.1/32 or hooks.internal, without scheme or port`,
  );

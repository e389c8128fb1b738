import { ConfigError } from '../config/config.js';
import { Networks } from './networks.js';

/** The hosts and networks that may be reached although they are private. */
export class Allowlist {
  private readonly networks: Networks;
  private readonly hosts: ReadonlySet<string>;

  /** Reads host names, addresses and CIDRs. Throws a ConfigError for an entry that is none of them. */
  constructor(entries: readonly string[]) {
    this.networks = new Networks(entries.filter((entry) => Networks.describes(entry)));
    this.hosts = new Set(entries.filter((entry) => !Networks.describes(entry)).map(plainHost));
  }

  /** Whether this host name may be reached, whatever it resolves to. */
  allowsHost(host: string): boolean {
    return this.hosts.has(nameOf(host));
  }

  /** Whether this address may be reached, whoever resolved to it. */
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
  new ConfigError(`OUTBOUND_ALLOWLIST: "${entry}" is no host, address or CIDR; write such as 127.0.0.1/32 or hooks.internal, without scheme or port`);

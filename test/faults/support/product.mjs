import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { track } from './children.mjs';
import { delay } from './wait.mjs';

/** Short times, so that a recovery takes seconds; the mechanisms are the same as with the defaults (30 s and 5 s). */
export const LEASE_SECONDS = 3;
export const SWEEP_SECONDS = 1;

export const SECRETS = {
  KEY_PEPPER: 'pepper-of-the-fault-suite',
  ENCRYPTION_KEYS: `a:${Buffer.alloc(32, 1).toString('base64')}`,
  WHATSAPP_APP_SECRET: 'app-secret-of-the-fault-suite',
};

const ENVIRONMENT = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'warn',
  DATABASE_POOL: '8',
  RATE_LIMIT: '0',
  LEASE_SECONDS: String(LEASE_SECONDS),
  SWEEP_SECONDS: String(SWEEP_SECONDS),
  RELAY_GRACE_SECONDS: '1',
  OUTBOUND_ALLOWLIST: '127.0.0.1/32',
  WHATSAPP_TOKEN: 'token-of-the-fault-suite',
  WHATSAPP_PHONE_NUMBER_ID: '106540352242922',
  WHATSAPP_VERIFY_TOKEN: 'verify-token-of-the-fault-suite',
  ...SECRETS,
};

/** One process of the product, from dist/main.js. */
export class Product {
  /** Starts it; resolves when it reports that it is ready. */
  static async start({ dist, folder, name, role, environment, flags = [] }) {
    const product = new Product();
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, ...ENVIRONMENT, ROLE: role, ...environment };
    const child = spawn(process.execPath, [...flags, join(dist, 'main.js')], {
      env,
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    Object.assign(product, { name, role, log: join(folder, `${name}.log`), ...track(child) });
    await product.ready();
    return product;
  }

  get pid() {
    return this.child.pid;
  }

  get lives() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async ready() {
    const log = createWriteStream(this.log, { flags: 'a' });
    this.child.stderr.on('data', (data) => {
      log.write(data);
      const inspector = /ws:\/\/\S+/.exec(data.toString());
      if (inspector) this.inspector = inspector[0];
    });
    const lines = createInterface({ input: this.child.stdout });
    const started = new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        log.write(`${line}\n`);
        const url = /^ready on (\S+)/.exec(line)?.[1];
        if (url) resolve(url);
      });
      void this.ended.then(({ code, signal }) =>
        reject(new Error(`${this.name} ended (${signal ?? code}) before it was ready: see ${this.log}`)),
      );
    });
    this.url = await Promise.race([
      started,
      delay(120_000, undefined, { ref: false }).then(() =>
        Promise.reject(new Error(`${this.name} was not ready in 120 s: see ${this.log}`)),
      ),
    ]);
  }

  /** kill -9; resolves when the process has ended. */
  async kill() {
    this.expected = true;
    this.child.kill('SIGKILL');
    await this.ended;
  }

  pause() {
    this.signal('SIGSTOP');
  }

  resume() {
    this.signal('SIGCONT');
  }

  /** Sends a signal; after SIGTERM its exit is expected. */
  signal(name) {
    this.expected ||= name === 'SIGTERM';
    this.child.kill(name);
  }

  /** SIGTERM; resolves with the exit code and the duration, or kills the process when that takes too long. */
  async terminate(within = 30_000) {
    const began = performance.now();
    this.signal('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), within);
    const { code, signal } = await this.ended;
    clearTimeout(timer);
    return { code: signal ?? code, ms: Math.round(performance.now() - began) };
  }
}

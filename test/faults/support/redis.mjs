import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startChild } from './children.mjs';
import { freePort } from './ports.mjs';
import { until } from './wait.mjs';

/** A scenario's own Redis, without persistence. */
export class PrivateRedis {
  static async start(folder, { launched = true } = {}) {
    const redis = new PrivateRedis();
    mkdirSync(folder, { recursive: true });
    Object.assign(redis, { folder, port: await freePort() });
    if (launched) await redis.launch();
    return redis;
  }

  get url() {
    return `redis://127.0.0.1:${this.port}`;
  }

  async launch() {
    const { folder, port } = this;
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
    Object.assign(this, startChild('redis-server', args, { log: join(folder, 'redis.log') }));
    if (!(await until(() => this.command('PING'), { within: 10_000 })))
      throw new Error(`redis-server did not start: see ${folder}/redis.log`);
  }

  /** Stops it and loses all its data. */
  async kill() {
    this.child?.kill('SIGKILL');
    await this.ended;
  }

  async command(...words) {
    const client = new Redis(this.url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 1_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.call(...words);
    } finally {
      client.disconnect();
    }
  }
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { judge } from './judge.mjs';
import { Load } from './load.mjs';
import { Product } from './product.mjs';
import { PrivateRedis } from './redis.mjs';
import { Recovery } from './recovery.mjs';
import { settle } from './settle.mjs';
import { delay, until } from './wait.mjs';
import { workspaceOfPhone } from './world.mjs';

/** One fault on a stage: its processes, its load and its judge. */
export class Scenario {
  injected = 0;
  notes = [];
  /** Problems found during the run, such as a process that ended by itself or a wrong exit code. */
  seen = [];
  starting = [];
  workers = [];
  apis = [];
  count = { api: 0, worker: 0 };
  ahead = '';

  constructor({ stage, plan, random, long, executions }) {
    Object.assign(this, {
      stage,
      plan,
      random,
      long,
      postgres: stage.postgres,
      outside: stage.outside,
      world: stage.world,
    });
    this.folder = join(stage.folder, plan.name);
    this.database = plan.name.replaceAll('-', '_');
    this.wanted = Math.round(((long && plan.longShare) || plan.share || 1) * executions);
    mkdirSync(this.folder, { recursive: true });
  }

  async run() {
    const began = performance.now();
    try {
      await this.setUp();
      this.load.goesOn = this.plan.endless ?? true;
      const load = this.load.run();
      await this.plan.play(this);
      this.load.goesOn = false;
      await load;
      await Promise.all(this.starting);
      const settledIn = await settle(this);
      return await this.verdict({ settledIn, began });
    } finally {
      await this.tearDown();
    }
  }

  async setUp() {
    const { plan, random } = this;
    await this.outside.useFile(join(this.folder, 'received.jsonl'));
    await this.stage.clone(this.database);
    this.pool = new pg.Pool({ connectionString: this.postgres.url(this.database), max: 6 });
    this.pool.on('error', () => undefined);
    this.recovery = new Recovery(this);
    this.redis = await PrivateRedis.start(join(this.folder, 'redis'), { launched: !plan.withoutRedis });
    await plan.before?.(this);
    await Promise.all([
      ...Array.from({ length: plan.apis ?? 1 }, () => this.start('api')),
      ...Array.from({ length: plan.workers ?? (this.long ? 3 : 2) }, () => this.start('worker')),
    ]);
    const apiUrls = () => this.livingApis.map(({ url }) => url);
    this.load = new Load({
      world: this.world,
      apiUrls,
      random: random.fork('load'),
      executions: this.wanted,
      spreadMs: (plan.spreadMs ?? 8_000) * (this.long ? 3 : 0.6),
      mix: plan.mix,
    });
    this.load.manners = plan.manners;
    this.telling = this.keepTelling();
  }

  /** Starts another process of a role; resolves when it is ready. */
  async start(role, { databasePort, environment = {}, flags } = {}) {
    const user = `${role}${(this.count[role] += 1)}`;
    const port = databasePort ?? this.plan.databasePort?.(this, role) ?? this.stage.databasePort;
    const product = await Product.start({
      dist: this.stage.dist,
      folder: this.folder,
      name: user,
      role,
      flags: flags ?? this.plan.flags,
      environment: { ...this.environment(user, port), ...environment },
    });
    this[`${role}s`].push(product);
    void product.ended.then((end) => this.replace(product, end));
    if (role === 'api') await this.tellWhereToWrite();
    return product;
  }

  environment(user, port) {
    return {
      DATABASE_URL: this.postgres.url(this.database, { user, port }),
      REDIS_URL: this.plan.redisUrl?.(this) ?? this.redis.url,
      ...this.stage.environment,
      ...this.outside.environment,
      ...this.plan.environment?.(this),
    };
  }

  tellWhereToWrite() {
    return this.outside.useApis(this.livingApis.map(({ url }) => url));
  }

  /** Starts a replacement for a killed process, as an operator would, without waiting for it. */
  startAnother(role) {
    this.starting.push(this.start(role));
  }

  /** Reports a process that ends by itself as a finding, and restarts it as an operator would. */
  replace({ expected, name, role, log }, { code, signal }) {
    if (expected || this.over) return;
    this.finds(`${name} ended by itself: ${signal ?? code}`, { log });
    this.startAnother(role);
  }

  /** Runs one statement of the judge, with retries while Postgres is unreachable. */
  async query(text, values = []) {
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.pool.query(text, values)).rows;
      } catch (error) {
        if (attempt >= 200 || !isPassing(error)) throw error;
        await delay(50);
      }
    }
  }

  get living() {
    return this.workers.filter(({ lives }) => lives);
  }

  get livingApis() {
    return this.apis.filter(({ lives }) => lives);
  }

  /** A process of a role, once there is another one that can continue its work. */
  async victim(role) {
    const living = () => this[`${role}s`].filter(({ lives }) => lives);
    await until(async () => living().length > 1, { within: 120_000 });
    return this.random.pick(living());
  }

  /** Counts a fault and measures how long all due work takes to progress. `strike` resolves when the fault is over. */
  async inject(strike, { measured = true } = {}) {
    this.injected += 1;
    if (!measured) return strike();
    return this.recovery.after(strike);
  }

  /** Repeats at random intervals until the load is complete; more often in the long form. */
  async repeat(times, act, { pauseMs = [300, 1_200] } = {}) {
    for (let turn = 0; turn < (this.long ? times * 3 : times); turn++) {
      await delay(this.random.between(...pauseMs));
      await act(turn);
    }
  }

  /** Adds a finding. */
  finds(what, more = {}) {
    this.seen.push({ what, ...more });
  }

  note(text) {
    this.notes.push(text);
  }

  async keepTelling() {
    while (!this.over) {
      const api = this.apis.find(({ lives }) => lives);
      if (api)
        await this.outside
          .tellStatuses(api.url, (phone) => this.world[workspaceOfPhone(phone)].id)
          .catch(() => undefined);
      await delay(300);
    }
  }

  /** Sets the engine's only clock, the database's, this far ahead of the real time. */
  async moveClock(interval) {
    this.ahead = interval;
    await this.query(
      `CREATE OR REPLACE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT now() + interval ''${interval}'''`,
    );
  }

  async verdict({ settledIn, began }) {
    const judged = await judge({
      query: (text, values) => this.query(text, values),
      outside: this.outside,
      load: this.load,
    });
    await this.plan.check?.(this, judged);
    if (this.injected === 0 && !this.plan.calm) this.finds('The fault was never injected: this run proves nothing');
    judged.findings.broken.push(...this.seen);
    const { findings, ...counts } = judged;
    const { refused, slowness, lastRefusal } = this.load;
    return {
      name: this.plan.name,
      fault: this.plan.title,
      injected: this.injected,
      ...counts,
      lost: findings.lost.length,
      duplicated: findings.duplicated.length,
      stuck: findings.stuck.length,
      broken: findings.broken.length,
      worstRecoveryMs: this.recovery.worst,
      settledInMs: settledIn,
      tookMs: Math.round(performance.now() - began),
      mutations: { acknowledged: this.load.acknowledged.length, refused, ...slowness, ...(refused && { lastRefusal }) },
      notes: this.notes,
      findings: Object.values(findings).flat().slice(0, 20),
    };
  }

  async tearDown() {
    this.over = true;
    await Promise.allSettled(this.starting);
    await Promise.all([...this.workers, ...this.apis].filter(({ lives }) => lives).map((product) => product.kill()));
    await this.redis?.kill();
    await this.proxy?.stop();
    await this.telling;
    await this.pool?.end().catch(() => undefined);
    await this.plan.after?.(this);
  }
}

const PASSING = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03', '53300']);
const isPassing = ({ code, message }) => PASSING.has(code) || /terminat|timeout/i.test(message);

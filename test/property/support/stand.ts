import { Dispatcher } from '../../../src/automations/dispatch/dispatcher.js';
import { EventRelay } from '../../../src/automations/dispatch/event-relay.js';
import { Claims } from '../../../src/executions/engine/claims.js';
import { Executor } from '../../../src/executions/engine/executor.js';
import { Lanes } from '../../../src/executions/engine/lanes.js';
import { ExecutionQueue } from '../../../src/executions/queue/execution-queue.js';
import { Sweeper } from '../../../src/executions/upkeep/sweeper.js';
import { Engine } from '../../../src/executions/engine/engine.js';
import { Config } from '../../../src/platform/config/config.js';
import { Database } from '../../../src/platform/database/database.js';
import { Outbox } from '../../../src/platform/outbox/outbox.js';
import { EventAnnouncer } from '../../../src/platform/work/event-announcer.js';
import { Gate } from '../../support/gate.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { status, WebhookReceiver, type Reply } from '../../support/webhook-receiver.js';
import type { Pace } from './story.js';

// Nothing sweeps on its own: every sweep belongs to the story.
const ENVIRONMENT = {
  OUTBOUND_ALLOWLIST: '127.0.0.1/32',
  SWEEP_SECONDS: '3600',
  LEASE_SECONDS: '86400',
  RELAY_GRACE_SECONDS: '0.001',
  RATE_LIMIT: '0',
};

const ORDINARY_CONCURRENCY = 5;

// Longer than any story: a failed attempt is repeated only when the story moves the clock.
const LATER = { 'retry-after': '360' };

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
const WAITS = `SELECT EXISTS (SELECT FROM outbox WHERE event_id = coalesce($1, event_id)) AS "isWaiting"`;

const BUSY = `SELECT EXISTS (SELECT FROM outbox) AS undispatched, EXISTS (SELECT FROM execution WHERE status IN ('QUEUED', 'RUNNING')) AS waiting`;

/** Faults that last until changed: queues forget every ring, and committed events are announced to nobody. */
export interface Disturbance {
  forgetful: boolean;
  deaf: boolean;
}

/** Two servers of the product on one database whose clock the story moves, and a receiver of webhooks. */
export class Stand {
  private readonly servers: TestServer[] = [];
  private readonly calls = new Map<string, number>();
  private disturbance: Disturbance = { forgetful: false, deaf: false };
  private gate = new Gate();
  private armed = false;
  private holding = false;
  private turn = 0;
  private aheadMs = 0;
  private pace: Pace = 'free';
  /** Resolves when the current holder of the turn is finished. */
  private line: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly database: TestDatabase,
    readonly receiver: WebhookReceiver,
  ) {}

  static async open(): Promise<Stand> {
    const answer: Reply = (response, request) => stand.answer(response, request);
    const stand: Stand = new Stand(await createTestDatabase(), await WebhookReceiver.start(answer));
    await stand.advance(0);
    await Promise.all([stand.start(0), stand.start(1)]);
    return stand;
  }

  /** The server whose turn it is: each command goes to the next one. */
  get server(): TestServer {
    return this.servers[this.turn % 2]!;
  }

  /** Whether a call is being held. */
  get isHolding(): boolean {
    return this.holding;
  }

  /** Sets how much may happen concurrently in the next story. */
  go(pace: Pace): void {
    this.pace = pace;
    for (const { app } of this.servers) this.limit(app.get(Config, { strict: false }));
  }

  /** Begins a command: the next server's turn, and whether its first call is held. */
  begin({ hold }: { hold: boolean }): void {
    this.turn += 1;
    this.gate = new Gate();
    this.armed = hold;
  }

  /** Releases the held call; later ones are not held. */
  release(): void {
    this.armed = false;
    this.holding = false;
    this.gate.open();
  }

  /** Applies faults to all servers. */
  disturb(disturbance: Disturbance): void {
    this.disturbance = disturbance;
  }

  /** Ends a server and starts another in its place. */
  async restart(index: number): Promise<void> {
    await this.servers[index]!.stop();
    await this.start(index);
  }

  /** Moves only the clock. */
  async advance(ms: number): Promise<void> {
    this.aheadMs += ms;
    await this.database.query(
      `CREATE OR REPLACE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT now() + interval ''${this.aheadMs} milliseconds'''`,
    );
  }

  /** The time by the clock that the story moves. */
  async now(): Promise<Date> {
    return (await this.database.query<{ now: Date }>(`SELECT clock_now() AS now`))[0]!.now;
  }

  /** Sweeps until nothing more can run, except the held call. */
  async settle(): Promise<void> {
    for (;;) {
      if (this.pace !== 'free') await this.caughtUp();
      for (const { app } of this.servers) await app.get(Sweeper, { strict: false }).sweep();
      const [busy] = await this.database.query<{ undispatched: boolean; waiting: boolean }>(BUSY);
      if (!busy!.undispatched && (this.holding || !busy!.waiting)) return;
      if (busy!.undispatched && this.disturbance.deaf) await this.relay();
    }
  }

  /** Lets another server take over the held call's execution; afterwards the first worker gets its answer. */
  async takeOver(): Promise<void> {
    const workers = this.servers.map(({ app }) => app.get(Engine, { strict: false }));
    const holder = workers.findIndex(({ load }) => load > 0);
    await this.database.query(
      `UPDATE execution SET lease_until = clock_now() - interval '1 second' WHERE status = 'RUNNING'`,
    );
    await this.servers[1 - holder]!.app.get(Sweeper, { strict: false }).sweep();
    this.holding = false;
    await this.settle();
    this.release();
    while (workers[holder]!.load > 0) await this.database.query('SELECT');
  }

  /** Removes a story's data: sleeping executions must not wake in the next one. */
  async clear(): Promise<void> {
    this.disturb({ forgetful: false, deaf: false });
    this.release();
    await this.settle();
    await this.database.query(`TRUNCATE execution, step, decision, outbox, event, entry, throttle, message`);
    this.calls.clear();
    this.receiver.requests.length = 0;
  }

  async close(): Promise<void> {
    this.release();
    await Promise.all(this.servers.map((server) => server.stop()));
    await this.receiver.close();
    await this.database.drop();
  }

  private async start(index: number): Promise<void> {
    const server = await startTestServer(ENVIRONMENT, { database: this.database });
    const part = <Part>(type: abstract new (...args: never[]) => Part) => server.app.get<Part>(type, { strict: false });
    const [queue, announcer, claims, executor, engine, database] = [
      part<ExecutionQueue>(ExecutionQueue),
      part(EventAnnouncer),
      part(Claims),
      part(Executor),
      part(Engine),
      part(Database),
    ];
    const lanes = part(Lanes) as unknown as { commit: (...args: unknown[]) => Promise<void> };
    const [ring, tell] = [queue.ring.bind(queue), announcer.committed.bind(announcer)];
    queue.ring = (ids) => (this.disturbance.forgetful ? undefined : ring(ids));
    announcer.committed = (events) => (this.isDeaf ? undefined : tell(events));

    const [admit, commit, move] = [claims.admit.bind(claims), lanes.commit.bind(lanes), executor.move.bind(executor)];
    const queueAndAdmit = engine.queueAndAdmit.bind(engine);
    engine.queueAndAdmit = async (statement, workspaceIds, told) => {
      if (this.pace === 'free' && !this.disturbance.forgetful) return queueAndAdmit(statement, workspaceIds, told);
      // An admission waits in line, or its ring is lost.
      told(await database.run(statement));
      queue.ring(workspaceIds);
    };
    claims.admit = (...args) => this.inLine(() => admit(...args), { caughtUp: true });
    lanes.commit = (...args) => this.inLine(() => commit(...args), { caughtUp: this.pace === 'step by step' });
    executor.move = (claimed, ...args) => {
      if (this.pace === 'step by step') claimed.isStepwise = true;
      return move(claimed, ...args);
    };
    this.limit(server.app.get(Config, { strict: false }));
    this.servers[index] = server;
  }

  private get isDeaf(): boolean {
    return this.disturbance.deaf || this.pace === 'step by step';
  }

  private limit({ env }: Config): void {
    env.WORKSPACE_CONCURRENCY = this.pace === 'step by step' ? 1 : ORDINARY_CONCURRENCY;
  }

  // Records nothing while an execution is being admitted, so that the admission does not depend on timing.
  private inLine<T>(work: () => Promise<T>, { caughtUp }: { caughtUp: boolean }): Promise<T> {
    if (this.pace === 'free') return work();
    const done = this.line.then(async () => {
      if (caughtUp) await this.caughtUp();
      return work();
    });
    this.line = done.catch(() => undefined);
    return done;
  }

  /** Resolves when every event is dispatched; at the slowest pace, one event after another. */
  private async caughtUp(): Promise<void> {
    while (await this.isUndispatched(null)) {
      if (this.pace === 'step by step') await this.dispatchFirst();
      else if (this.isDeaf) await this.relay();
    }
  }

  private async dispatchFirst(): Promise<void> {
    const [outbox, dispatcher] = [
      this.server.app.get(Outbox, { strict: false }),
      this.server.app.get(Dispatcher, { strict: false }),
    ];
    const [event] = await outbox.overdue(0, BEFORE_ALL, 1);
    if (!event) return;
    dispatcher.accept([event]);
    while (await this.isUndispatched(event.id));
  }

  private async isUndispatched(id: string | null): Promise<boolean> {
    const [row] = await this.database.query<{ isWaiting: boolean }>(WAITS, [id]);
    return row!.isWaiting;
  }

  // One server relays, so that events are dispatched in order; a committed event is overdue a moment later.
  private async relay(): Promise<void> {
    await this.server.app.get(EventRelay, { strict: false }).sweep();
  }

  // The body says how many refusals it wants, and the final status.
  private answer(...[response, request]: Parameters<Reply>): void {
    const { marker, failures, gone } = JSON.parse(request.body) as { marker: string; failures: number; gone: boolean };
    const call = (this.calls.get(marker) ?? 0) + 1;
    this.calls.set(marker, call);
    const reply = call <= failures ? status(500, LATER) : status(gone ? 410 : 200);
    if (!this.armed) return reply(response, request);
    this.armed = false;
    this.holding = true;
    this.gate.before(reply)(response, request);
  }
}

import { EventRelay } from '../../../src/automations/dispatch/event-relay.js';
import { ExecutionQueue } from '../../../src/executions/queue/execution-queue.js';
import { Sweeper } from '../../../src/executions/upkeep/sweeper.js';
import { Engine } from '../../../src/executions/engine/engine.js';
import { EventAnnouncer } from '../../../src/platform/work/event-announcer.js';
import { Gate } from '../../support/gate.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { status, WebhookReceiver, type Reply } from '../../support/webhook-receiver.js';

// Nobody looks by himself: every sweep is the story's.
const ENVIRONMENT = {
  OUTBOUND_ALLOWLIST: '127.0.0.1/32',
  SWEEP_SECONDS: '3600',
  LEASE_SECONDS: '86400',
  RELAY_GRACE_SECONDS: '0.001',
  RATE_LIMIT: '0',
};

const BUSY = `SELECT EXISTS (SELECT FROM outbox) AS undispatched, EXISTS (SELECT FROM execution WHERE status IN ('QUEUED', 'RUNNING')) AS waiting`;

/** What goes wrong until told otherwise: queues forget every ring, nobody hears of what was committed. */
export interface Disturbance {
  forgetful: boolean;
  deaf: boolean;
}

/** Two servers of the product over one database whose clock stands still between commands, and the world outside. */
export class Stand {
  private readonly servers: TestServer[] = [];
  private readonly calls = new Map<string, number>();
  private disturbance: Disturbance = { forgetful: false, deaf: false };
  private gate = new Gate();
  private armed = false;
  private holding = false;
  private turn = 0;
  private now = Date.now();

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

  /** The server whose turn it is: each command finds another than the last. */
  get server(): TestServer {
    return this.servers[this.turn % 2]!;
  }

  /** Whether a call is kept waiting. */
  get isHolding(): boolean {
    return this.holding;
  }

  /** Begins a command: the next server's turn, and whether its first call is kept waiting. */
  begin({ hold }: { hold: boolean }): void {
    this.turn += 1;
    this.gate = new Gate();
    this.armed = hold;
  }

  /** Lets the call go on that is kept waiting; later ones are not. */
  release(): void {
    this.armed = false;
    this.holding = false;
    this.gate.open();
  }

  /** Lets things go wrong, on all servers. */
  disturb(disturbance: Disturbance): void {
    this.disturbance = disturbance;
  }

  /** Ends a server and starts another in its place. */
  async restart(index: number): Promise<void> {
    await this.servers[index]!.stop();
    await this.start(index);
  }

  /** Moves the clock, and nothing else. */
  async advance(ms: number): Promise<void> {
    this.now += ms;
    const now = new Date(this.now).toISOString();
    await this.database.query(
      `CREATE OR REPLACE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT timestamptz ''${now}'''`,
    );
  }

  /** Sweeps until nothing can go on, or nothing but the call that is kept waiting. */
  async settle(): Promise<void> {
    for (;;) {
      for (const { app } of this.servers) await app.get(Sweeper, { strict: false }).sweep();
      const [busy] = await this.database.query<{ undispatched: boolean; waiting: boolean }>(BUSY);
      if (!busy!.undispatched && (this.holding || !busy!.waiting)) return;
      if (busy!.undispatched && this.disturbance.deaf) await this.relay();
    }
  }

  /** The worker of the call that waits falls silent, and another takes over what it held; then the first hears its answer after all. */
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

  /** Forgets a story: what still sleeps must not wake in the next one. */
  async clear(): Promise<void> {
    this.disturb({ forgetful: false, deaf: false });
    this.release();
    await this.settle();
    await this.database.query(`TRUNCATE execution, step, decision, outbox, event`);
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
    const [queue, announcer] = [
      server.app.get(ExecutionQueue, { strict: false }),
      server.app.get(EventAnnouncer, { strict: false }),
    ];
    const [ring, tell] = [queue.ring.bind(queue), announcer.committed.bind(announcer)];
    queue.ring = (ids) => (this.disturbance.forgetful ? undefined : ring(ids));
    announcer.committed = (events) => (this.disturbance.deaf ? undefined : tell(events));
    this.servers[index] = server;
  }

  // By one of both, so that events are dispatched in their order; what was committed just now is overdue a moment later.
  private async relay(): Promise<void> {
    await this.advance(2);
    await this.server.app.get(EventRelay, { strict: false }).sweep();
  }

  // The body says how often it wants to be refused, and with what in the end.
  private answer(...[response, request]: Parameters<Reply>): void {
    const { marker, failures, gone } = JSON.parse(request.body) as { marker: string; failures: number; gone: boolean };
    const call = (this.calls.get(marker) ?? 0) + 1;
    this.calls.set(marker, call);
    const reply = status(call <= failures ? 500 : gone ? 410 : 200);
    if (!this.armed) return reply(response, request);
    this.armed = false;
    this.holding = true;
    this.gate.before(reply)(response, request);
  }
}

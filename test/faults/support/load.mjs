import { performance } from 'node:perf_hooks';
import { CONTACT, CONTACTS, graphql, phoneOf, RUDE } from './world.mjs';
import { delay } from './wait.mjs';

const CREATE = 'mutation ($input: CreateOrderInput!) { createOrder(input: $input) { id } }';
const MOVE = 'mutation ($id: ID!, $stageId: ID!) { moveOrder(id: $id, stageId: $stageId) { id } }';

/** The number of executions that one order of a kind causes. */
const WORTH = {
  journey: 2,
  silence: 1,
  deadline: 2,
  single: 1,
  restart: 1,
  once: 1,
  debounced: 1,
  stopped: 2,
  internal: 1,
  webhook: 1,
  whatsapp: 1,
  delay: 1,
  cascade: 4,
  chain: 3,
  rude: 1,
  poison: 1,
};
const ANSWERED = ['journey', 'deadline', 'stopped'];
const CROWDED = ['single', 'restart', 'once', 'debounced'];
const MIX = { internal: 30, webhook: 20, whatsapp: 15, delay: 20, cascade: 4, chain: 4 };

/** Sends mutations through the API over a period, until they cause the wanted number of executions. */
export class Load {
  acknowledged = [];
  latencies = [];
  refused = 0;
  executions = 0;
  contacts = 0;

  constructor({ world, apiUrls, random, executions, spreadMs, mix = MIX }) {
    Object.assign(this, { world, apiUrls, random, wanted: executions, spreadMs, mix });
  }

  /** Whether to continue after the wanted number, because more faults are to come. */
  goesOn = false;

  /** Resolves when everything was sent; a request that a dead API never acknowledged is replaced by a new one. */
  async run(lanes = 12) {
    this.began = performance.now();
    await Promise.all(Array.from({ length: lanes }, () => this.lane()));
  }

  /** The progress, from 0 to 1. */
  get progress() {
    return this.executions / this.wanted;
  }

  async lane() {
    while (this.executions < this.wanted || this.goesOn) {
      const kind = this.random.weighted(this.mix);
      this.executions += WORTH[kind];
      await this.pace();
      // Kinds that can block each other all go to one workspace.
      const workspace = CROWDED.includes(kind) ? this.world[0] : this.random.pick(this.world);
      if (!(await this.order(kind, workspace))) this.executions -= WORTH[kind];
    }
  }

  async pace() {
    // The extra load only gives the remaining faults something to hit: a quarter of the rate is enough.
    const beyond = Math.max(0, this.progress - 1) * 4;
    const due = this.began + (Math.min(1, this.progress) + beyond) * this.spreadMs;
    await delay(Math.max(0, due - performance.now()));
  }

  async order(kind, workspace) {
    const pipeline = workspace.pipelines[kind];
    const stageId = kind === 'rude' ? pipeline[this.random.pick(this.manners ?? RUDE)] : undefined;
    const contactId = await this.contactOf(kind, workspace);
    if (!contactId) return false;
    const input = {
      name: kind,
      contactId,
      pipelineId: pipeline.id,
      stageId,
      value: '10.00',
    };
    const order = await this.ask(workspace, CREATE, { input });
    if (!order) return false;
    this.acknowledged.push(order.id);
    return kind !== 'cascade' || Boolean(await this.ask(workspace, MOVE, { id: order.id, stageId: pipeline.B }));
  }

  /** The contact of an order: a new one for kinds that wait for replies, the same one for kinds that may enter once. */
  async contactOf(kind, workspace) {
    if (CROWDED.includes(kind)) return workspace.contacts[0];
    if (!ANSWERED.includes(kind)) return workspace.contacts[this.random.between(0, CONTACTS - 1)];
    this.contacts += 1;
    const phone = phoneOf(workspace.index, CONTACTS + this.contacts);
    return (await this.ask(workspace, CONTACT, { input: { name: 'Journey', phone } }))?.id;
  }

  async ask(workspace, query, variables) {
    const urls = this.apiUrls();
    const began = performance.now();
    try {
      if (urls.length === 0) throw new Error('No API process lives');
      const answer = await graphql(this.random.pick(urls), workspace.key, { query, variables });
      this.latencies.push(performance.now() - began);
      return answer;
    } catch (error) {
      this.refused += 1;
      this.lastRefusalAt = performance.now();
      this.lastRefusal = String(error.cause ?? error.message).slice(0, 300);
      await delay(100);
      return undefined;
    }
  }

  /** The longest mutation and the 95th percentile, in milliseconds. */
  get slowness() {
    const sorted = [...this.latencies].sort((a, b) => a - b);
    return { p95: Math.round(sorted[Math.floor(sorted.length * 0.95)] ?? 0), most: Math.round(sorted.at(-1) ?? 0) };
  }
}

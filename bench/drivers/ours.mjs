import { setTimeout as delay } from 'node:timers/promises';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { answer } from '../support/helper.mjs';
import { percentile } from '../support/numbers.mjs';
import { burst, steady } from './load.mjs';
import { makeWorkspaces } from './our-world.mjs';
import { profiled } from './profile.mjs';

const load = (path) => import(`${process.env.BENCH_DIST}/${path}.js`);

// As main.js does.
process.env.TZ = 'UTC';
const [
  { startServer },
  { UnitOfWork },
  { outside },
  { contactCreated },
  { tagAssigned },
  { EVENTS_COMMITTED },
  { ExecutionFeed },
  { hasEnded },
  { newId },
  { Database },
] = await Promise.all(
  [
    'server',
    'platform/work/unit-of-work',
    'platform/events/origin',
    'crm/contacts/contacts.events',
    'crm/tags/tags.events',
    'platform/work/event-announcer',
    'executions/feed/execution-feed',
    'executions/log/execution',
    'kernel/ids',
    'platform/database/database',
  ].map(load),
);

const server = await startServer(process.env);
const get = (token) => server.app.get(token, { strict: false });
const unitOfWork = get(UnitOfWork);
const actor = { type: 'system', id: null };

/** Who waits for the end of the execution of which event; and until the event has an id, of which contact. */
const ends = new Map();
const submitted = new Map();

// How long events that are awaited took from their commit to the commit of their executions.
let dispatches = [];

get(EventEmitter2).on(EVENTS_COMMITTED, (events) => {
  for (const { id, entityId } of events) {
    const resolve = submitted.get(entityId);
    if (resolve) ends.set(id, { resolve, committedAt: performance.now() });
    submitted.delete(entityId);
  }
});

// What the engine announces, it has committed: the exact moment of the recorded end, at no cost to it.
const feed = get(ExecutionFeed);
const announce = feed.announce.bind(feed);
feed.announce = (changes) => {
  announce(changes);
  for (const { execution } of changes) hear(execution);
};

function hear({ eventId, status }) {
  const waiting = ends.get(eventId);
  if (!waiting) return;
  if (status === 'QUEUED') dispatches.push(performance.now() - waiting.committedAt);
  if (!hasEnded(status)) return;
  ends.delete(eventId);
  waiting.resolve();
}

/** Follows a workspace live, as somebody's open page does; what workers in other processes ended is heard so. */
async function follow(workspaceId) {
  for await (const { execution } of feed.subscribe(workspaceId)) if (hasEnded(execution.status)) hear(execution);
}

let workspaceIds = [];
/** With a tag, events tell that it was assigned; without, that a contact was created. */
let tag = null;

const snapshot = (id) => ({
  id,
  name: 'Ana',
  phone: '+5511999990000',
  email: null,
  city: 'Recife',
  region: null,
  address: null,
  customFields: {},
  createdAt: new Date().toISOString(),
});

/** Stores an event as a service of the CRM does, in a transaction of its own. */
function publish(workspaceId, contactId) {
  const event = tag
    ? tagAssigned({ tagId: tag.id, entityType: 'contact', entityId: contactId, contactId, orderId: null, tag })
    : contactCreated({ contactId, contact: snapshot(contactId) });
  return unitOfWork.run(outside(workspaceId, actor), async (work) => work.publish(event));
}

/** Resolves when the execution that the event starts has ended, on record. */
async function submit(index) {
  const contactId = newId();
  const ended = new Promise((resolve) => submitted.set(contactId, resolve));
  await publish(workspaceIds[index % workspaceIds.length], contactId);
  await ended;
}

/** Submits for these seconds, while at most `window` executions are open, and waits until none is; for workers in other processes. */
async function flood({ seconds, window }) {
  const began = performance.now();
  const until = began + seconds * 1_000;
  let [executions, open] = [0, 0];
  const watch = setInterval(async () => (open = await countOpen()), 20);
  const lane = async () => {
    while (performance.now() < until) {
      if (open > window) await delay(2);
      else await publish(workspaceIds[executions++ % workspaceIds.length], newId());
    }
  };
  await Promise.all(Array.from({ length: 64 }, lane));
  clearInterval(watch);
  while ((await countOpen()) > 0) await delay(5);
  return { executions, seconds: (performance.now() - began) / 1_000 };
}

async function countOpen() {
  const [{ open }] = await get(Database).query(OPEN);
  return open;
}

const OPEN = `SELECT (SELECT count(*) FROM outbox)::int + (SELECT count(*) FROM execution WHERE status = 'QUEUED')::int + (SELECT count(*) FROM execution WHERE status = 'RUNNING')::int AS open`;

/** Stores as many events and waits for none of their executions. */
async function pile({ count, lanes = 64, only }) {
  let left = count;
  const ids = only ?? workspaceIds;
  const lane = async () => {
    while (left > 0) await publish(ids[left-- % ids.length], newId());
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function withDispatches(work) {
  dispatches = [];
  const found = await work();
  return { ...found, dispatch50: percentile(dispatches, 0.5), dispatch95: percentile(dispatches, 0.95) };
}

answer({
  url: () => server.url,
  makeWorkspaces: async (options) => {
    const made = await makeWorkspaces({ get, load, unitOfWork }, options);
    workspaceIds = made.map(({ id }) => id);
    void follow(workspaceIds.at(-1));
    return made;
  },
  burst: (options) => withDispatches(() => profiled(options.name, () => burst(submit, options))),
  flood: (options) => profiled(options.name, () => flood(options)),
  steady: (options) => withDispatches(() => profiled(options.name, () => steady(submit, options))),
  speakTo: ({ ids, tag: given = null }) => {
    workspaceIds = ids;
    tag = given;
  },
  during: ({ name, seconds }) =>
    profiled(name, () => new Promise((resolve) => setTimeout(resolve, seconds * 1_000, {}))),
  pile,
  memory: () => {
    global.gc();
    const { rss, heapUsed } = process.memoryUsage();
    return { rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20 };
  },
  stop: () => server.close(),
});

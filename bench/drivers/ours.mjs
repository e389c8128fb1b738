import { setTimeout as delay } from 'node:timers/promises';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { answer } from '../support/helper.mjs';
import { percentile } from '../support/numbers.mjs';
import { burst, pause, steady } from './load.mjs';
import { loadEvents } from './our-events.mjs';
import { makeWorkspaces } from './our-world.mjs';
import { profiled } from './profile.mjs';

const load = (path) => import(`${process.env.BENCH_DIST}/${path}.js`);

// main.js does the same.
process.env.TZ = 'UTC';
const [
  { startServer },
  { UnitOfWork },
  { outside },
  { EVENTS_COMMITTED },
  { ExecutionFeed },
  { hasEnded },
  { newId },
  { Database },
  { Retention },
] = await Promise.all(
  [
    'server',
    'platform/work/unit-of-work',
    'platform/events/origin',
    'platform/work/event-announcer',
    'executions/feed/execution-feed',
    'executions/log/execution',
    'kernel/ids',
    'platform/database/database',
    'executions/upkeep/retention',
  ].map(load),
);

const events = await loadEvents(load);
const server = await startServer(process.env);
const get = (token) => server.app.get(token, { strict: false });
const unitOfWork = get(UnitOfWork);
const actor = { type: 'system', id: null };

/** What waits for the end of an execution, by its event; before the event has an id, by its contact or message. */
const watched = new Map();
const submitted = new Map();

// For awaited events, the milliseconds from their commit to the commit of their executions.
let dispatches = [];

get(EventEmitter2).on(EVENTS_COMMITTED, (events) => {
  for (const { id, entityId } of events) {
    const watch = submitted.get(entityId);
    if (watch) watched.set(watch.eventId ?? id, { ...watch, committedAt: performance.now() });
    submitted.delete(entityId);
  }
});

// The engine announces only what it has committed: this gives the exact time of the recorded end at no cost to the engine.
const feed = get(ExecutionFeed);
const announce = feed.announce.bind(feed);
feed.announce = (changes) => {
  announce(changes);
  for (const { execution } of changes) hear(execution);
};

function hear({ eventId, status }) {
  const watch = watched.get(eventId);
  if (!watch) return;
  if (status === 'QUEUED' && !watch.isQueued) {
    watch.isQueued = true;
    dispatches.push(performance.now() - watch.committedAt);
  }
  if (status === 'SLEEPING') watch.sleep?.();
  if (!hasEnded(status)) return;
  watched.delete(eventId);
  watch.end();
}

/** Follows a workspace live, like an open page; this is how it learns of executions that other processes ended. */
async function follow(workspaceId) {
  for await (const { execution } of feed.subscribe(workspaceId)) if (hasEnded(execution.status)) hear(execution);
}

let workspaceIds = [];
/** With a tag, events are tag assignments; without, created contacts. */
let tag = null;

/** Stores an event like a service of the CRM, in its own transaction. */
const store = (workspaceId, event) => unitOfWork.run(outside(workspaceId, actor), async (work) => work.publish(event));

const publish = (workspaceId, contactId, city) =>
  store(workspaceId, tag ? events.tagged(contactId, tag) : events.created(contactId, city));

const workspaceOf = (index) => workspaceIds[index % workspaceIds.length];

/** Resolves when the recorded execution of the event has ended. */
async function submit(index) {
  const contactId = newId();
  const ended = new Promise((end) => submitted.set(contactId, { end }));
  await publish(workspaceOf(index), contactId);
  await ended;
}

/** Starts an execution that waits for a reply; once it waits, resolves with the reply's data and a promise of its end. */
async function begin(index) {
  const [workspaceId, contactId] = [workspaceOf(index), newId()];
  let ended;
  const asleep = new Promise((sleep) => {
    ended = new Promise((end) => submitted.set(contactId, { end, sleep }));
  });
  await publish(workspaceId, contactId);
  await asleep;
  return { workspaceId, contactId, ended };
}

/** The same with a reply, sent after a pause once the execution waits; resolves with the pause in milliseconds. */
async function converse(index) {
  const { workspaceId, contactId, ended } = await begin(index);
  const paused = await pause();
  await store(workspaceId, events.replied(contactId, newId()));
  await ended;
  return paused;
}

/** Resolves when the execution that waits for this contact's reply has ended. `event` is the event that started it. */
async function meet({ workspaceId, contactId, eventId }) {
  const messageId = newId();
  const ended = new Promise((end) => submitted.set(messageId, { end, eventId }));
  await store(workspaceId, events.replied(contactId, messageId));
  await ended;
}

const perform = process.env.BENCH_WORK === 'journey' ? converse : submit;

/** Submits for this long with at most `window` executions open, then waits for all; for workers in other processes. */
async function flood({ seconds, window }) {
  const began = performance.now();
  const until = began + seconds * 1_000;
  let [executions, open] = [0, 0];
  const watch = setInterval(async () => (open = await countOpen()), 20);
  const lane = async () => {
    while (performance.now() < until) {
      if (open > window) await delay(2);
      else await publish(workspaceOf(executions++), newId());
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

/** Stores this many events, without waiting for their executions. */
async function pile({ count, lanes = 64, only, city }) {
  let left = count;
  const ids = only ?? workspaceIds;
  const lane = async () => {
    while (left > 0) await publish(ids[left-- % ids.length], newId(), city);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

const OLD = `SELECT coalesce((SELECT true FROM execution WHERE id < $1 ORDER BY id LIMIT 1), (SELECT true FROM event WHERE id < $1 ORDER BY id LIMIT 1), false) AS "isLeft"`;

/** Deletes the log that is older than so many days, turn after turn without the minute between them. */
async function retain({ days }) {
  const began = performance.now();
  const hex = Math.floor(Date.now() - (days + 1) * 86_400_000)
    .toString(16)
    .padStart(12, '0');
  for (let turns = 1; ; turns++) {
    await get(Retention).sweep();
    const [{ isLeft }] = await get(Database).query(OLD, [`${hex}${'0'.repeat(20)}`]);
    if (!isLeft) return { turns, seconds: (performance.now() - began) / 1_000 };
  }
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
  burst: (options) => withDispatches(() => profiled(options.name, () => burst(perform, options))),
  flood: (options) => profiled(options.name, () => flood(options)),
  steady: (options) => withDispatches(() => profiled(options.name, () => steady(perform, options))),
  speakTo: ({ ids, tag: given = null }) => {
    workspaceIds = ids;
    tag = given;
  },
  during: ({ name, seconds }) =>
    profiled(name, () => new Promise((resolve) => setTimeout(resolve, seconds * 1_000, {}))),
  pile,
  retain,
  begin: async ({ count }) => {
    for (let index = 0; index < count; index++) await begin(index);
  },
  meet: ({ list }) =>
    withDispatches(async () => {
      for (const each of list) await meet(each);
      return { dispatches };
    }),
  memory: () => {
    global.gc();
    const { rss, heapUsed } = process.memoryUsage();
    return { rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20 };
  },
  stop: () => server.close(),
});

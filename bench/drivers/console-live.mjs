/**
 * Measures the cost of a burst for the console's pages, and how soon they show a change. Starts the built product and
 * Chromium, opens Now and the list of executions, starts executions at an even rate, then moves an order several times
 * while nothing else happens. Prints the figures.
 * node bench/drivers/console-live.mjs [--executions 5000] [--seconds 10] [--moves 20]
 */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startProductInBrowser } from '../../test/support/product-in-browser.mjs';
import { median } from '../support/numbers.mjs';

const { values } = parseArgs({
  options: {
    executions: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '10' },
    moves: { type: 'string', default: '20' },
  },
});
const [executions, seconds, moves] = [values.executions, values.seconds, values.moves].map(Number);
const SENDERS = 32;

const ENDED = `query ($id: ID!, $from: DateTime!, $to: DateTime!) {
  automationStats(automationId: $id, from: $from, to: $to, bucket: HOUR) { succeeded }
}`;

/** Records long tasks and the intervals between frames. */
const WATCH = `
  window.watched = { tasks: [], gaps: [] };
  new PerformanceObserver((list) => window.watched.tasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask' });
  let last = performance.now();
  const next = (now) => {
    window.watched.gaps.push(now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  undefined`;

/** Waits for a new first row and for its "Succeeded", each until the frame that paints it. */
const AWAIT_ROW = `(() => {
  const first = () => document.querySelector('main tbody tr');
  const link = () => first()?.querySelector('a')?.href;
  const known = link();
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => resolve(Date.now())));
  window.seen = new Promise((resolve) => {
    let shownAt;
    const look = () => {
      if (link() === known) return;
      shownAt ??= painted();
      if (!first().textContent.includes('Succeeded')) return;
      observer.disconnect();
      resolve(Promise.all([shownAt, painted()]).then(([shownAt, succeededAt]) => ({ shownAt, succeededAt })));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
})()`;

const product = await startProductInBrowser({ RATE_LIMIT: '0' });
try {
  const ask = product.send;
  const task = (name, type) => ({
    name,
    trigger: { type },
    actions: [{ key: 'task', type: 'create_task', params: { title: 'Call' } }],
  });
  const automate = async (input) =>
    (await ask('mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }', { input }))
      .createAutomation.id;
  await automate(task('Of a move', 'order.stage_changed'));
  const automation = await automate(task('Of a contact', 'contact.created'));
  const pages = await Promise.all(['/executions', '/'].map((path) => open(product, path)));

  console.table(await burst(pages, { ask, automation }));
  console.table([await changes(pages[0], ask)]);
} finally {
  await product.close();
}

async function open({ browser, url, key }, path) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en' });
  await context.addInitScript({ content: `sessionStorage.setItem('crm.credential', ${JSON.stringify(key)})` });
  const page = await context.newPage();
  await page.goto(`${url}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  return page;
}

/** The cost of a burst for each page. */
async function burst(pages, { ask, automation }) {
  const heaps = await Promise.all(pages.map(heapOf));
  await Promise.all(pages.map((page) => page.evaluate(WATCH)));
  const began = performance.now();
  const contact = (name) =>
    ask('mutation ($input: CreateContactInput!) { createContact(input: $input) { id } }', { input: { name } });
  let sent = 0;
  const sender = async () => {
    while (sent < executions) {
      const ahead = (sent / executions) * seconds * 1_000 - (performance.now() - began);
      if (ahead > 0) await setTimeout(ahead);
      else await contact(`Contact ${++sent}`);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  const span = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 60_000) };
  while ((await ask(ENDED, { id: automation, ...span })).automationStats.succeeded < executions) await setTimeout(200);
  const took = (performance.now() - began) / 1_000;
  return Promise.all(
    pages.map(async (page, index) => {
      const { tasks, gaps } = await page.evaluate('window.watched');
      return {
        page: new URL(page.url()).pathname,
        executions,
        'in s': Number(took.toFixed(1)),
        'longest task, ms': Math.round(Math.max(0, ...tasks)),
        'tasks over 50 ms': tasks.length,
        'longest frame, ms': Math.round(Math.max(...gaps)),
        'frames over 100 ms': gaps.filter((gap) => gap > 100).length,
        frames: gaps.length,
        'heap before, MiB': Number(heaps[index].toFixed(1)),
        'heap after, MiB': Number((await heapOf(page)).toFixed(1)),
      };
    }),
  );
}

/** How long after the answer to a move the page shows the execution that it started, and its success. */
async function changes(page, ask) {
  const { orders, pipelines } = await ask(
    '{ orders(first: 1) { edges { node { id stage { id } } } } pipelines { edges { node { stages { id name } } } } }',
  );
  const order = orders.edges[0].node;
  // Moves back and forth between two stages, neither of which starts an automation of the demo.
  const { stages } = pipelines.edges[0].node;
  const others = stages.filter(({ id, name }) => id !== order.stage.id && name !== 'Won').slice(0, 2);
  const [shown, succeeded] = [[], []];
  // The first is not counted: the page may still be receiving the end of the burst.
  for (let move = -1; move < moves; move++) {
    await page.evaluate(AWAIT_ROW);
    await ask('mutation ($id: ID!, $stageId: ID!) { moveOrder(id: $id, stageId: $stageId) { id } }', {
      id: order.id,
      stageId: others[Math.abs(move) % 2].id,
    });
    const committedAt = Date.now();
    const seen = await page.evaluate('window.seen');
    if (move < 0) continue;
    shown.push(seen.shownAt - committedAt);
    succeeded.push(seen.succeededAt - committedAt);
  }
  return {
    moves,
    'row shown after ms': median(shown),
    'at most': Math.max(...shown),
    'row succeeded after ms': median(succeeded),
    'at most ': Math.max(...succeeded),
  };
}

/** The size of a page's objects after a forced garbage collection, in MiB. */
async function heapOf(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 2 ** 20;
}

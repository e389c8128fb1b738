import { ConsoleInBrowser, describeInBrowser, type Page } from '../support/browser.js';
import { FakeFeed } from '../support/fake-feed.js';
import { heapOf, longFramesDuring, tasksDuring } from '../support/main-thread.js';
import { Proxy } from '../support/proxy.js';

const EXECUTIONS = 5_000;
// Now subscribes to executions and events, the list to executions.
const SUBSCRIPTIONS = 3;

describeInBrowser('5,000 executions in 10 seconds', () => {
  let feed: FakeFeed;
  let proxy: Proxy;
  let web: ConsoleInBrowser;
  beforeAll(async () => {
    feed = new FakeFeed();
    web = await ConsoleInBrowser.start({}, async (url) => {
      proxy = await Proxy.start(url, { upgrade: feed.upgrade });
      return proxy.url;
    });
  });
  afterAll(async () => {
    await web.close();
    await proxy.close();
  });

  // Playwright checks once per frame and thereby creates frames: this checks when something changes.
  const shown = (page: Page, id: string) =>
    page.evaluate(`new Promise((resolve) => {
      const row = () => document.querySelector('a[href$="${id}"]')?.closest('tr');
      const look = () => row()?.textContent.includes('Succeeded') && resolve();
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
      look();
    })`);

  it('neither block Now or the list for 100 ms nor fill their memory, and none is missed', async () => {
    const pages = [await web.page('/executions'), await web.page('/')];
    for (const page of pages) await page.getByText('No executions yet').waitFor();
    await feed.followed(SUBSCRIPTIONS);
    let count = 0;
    const play = async (more: number, forMs: number) => {
      const last = await feed.burst({ from: count, count: more, forMs });
      count += more;
      await Promise.all(pages.map((page) => shown(page, last)));
    };

    const frames = await longFramesDuring(pages, () => play(EXECUTIONS, 10_000));
    const before = await Promise.all(pages.map(heapOf));
    await play(EXECUTIONS, 2_000);
    const after = await Promise.all(pages.map(heapOf));
    for (const [index, heap] of after.entries()) expect(heap - before[index]!).toBeLessThan(2);
    for (const page of pages) expect(await page.locator('tr').count()).toBeLessThanOrEqual(102);

    const tasks = await tasksDuring(pages, () => play(EXECUTIONS / 5, 2_000));
    expect(tasks[0]).toBeLessThan(100);
    const longest = (times: number[]) => times.slice(0, 3).map(Math.round).join(', ');
    process.stderr.write(
      `Longest tasks: ${longest(tasks)} ms of processor; ${frames.length} frames over 50 ms: ${longest(frames)}; heap ${before.map(Math.round).join()} MiB, then ${after.map(Math.round).join()}\n`,
    );
  });
});

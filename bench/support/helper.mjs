import { fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { track } from '../../test/faults/support/children.mjs';

/** A process of the bench that runs commands; see `answer` for its side. */
export class Helper {
  /** Starts the file; resolves when it is ready for commands. */
  static async start(file, { environment = {}, flags = [], log }) {
    const helper = new Helper();
    const { PATH, HOME, NODE_OPTIONS } = process.env;
    const descriptor = openSync(log, 'a');
    const options = {
      execArgv: flags,
      env: { PATH, HOME, NODE_OPTIONS, ...environment },
      stdio: ['ignore', descriptor, descriptor, 'ipc'],
    };
    Object.assign(helper, { log, waiting: new Map(), count: 0, ...track(fork(file, [], options)) });
    closeSync(descriptor);
    helper.child.on('message', (message) => helper.hear(message));
    void helper.ended.then(({ code, signal }) =>
      helper.fail(new Error(`A helper ended (${signal ?? code}): see ${log}`)),
    );
    await Promise.race([
      helper.call('ready'),
      delay(60_000, undefined, { ref: false }).then(() =>
        Promise.reject(new Error(`A helper was not ready in 60 s: see ${log}`)),
      ),
    ]);
    return helper;
  }

  get pid() {
    return this.child.pid;
  }

  /** Runs a command in the process; resolves with its answer. */
  call(command, args = {}) {
    const id = ++this.count;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      if (command !== 'ready') this.child.send({ id, command, args });
    });
  }

  /** Stops it cleanly, or kills it after 20 s. */
  async stop() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.stopping = true;
    this.child.send({ id: 0, command: 'stop', args: {} });
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 20_000);
    await this.ended;
    clearTimeout(timer);
  }

  hear({ id, result, error }) {
    const { resolve, reject } = this.waiting.get(id) ?? {};
    this.waiting.delete(id);
    if (error) reject?.(new Error(error));
    else resolve?.(result);
  }

  fail(error) {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

/** The helper's own side: runs the commands it is sent, with one answer each, and ends on `stop` or with its parent. */
export function answer({ stop = () => undefined, ...commands }) {
  process.on('message', async ({ id, command, args }) => {
    try {
      if (command === 'stop') await end(stop);
      process.send({ id, result: await commands[command](args) });
    } catch (error) {
      process.send({ id, error: error.stack ?? String(error) });
    }
  });
  process.on('disconnect', () => process.exit(1));
  process.send({ id: 1 });
}

async function end(stop) {
  await stop();
  process.exit(0);
}

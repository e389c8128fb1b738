import { setTimeout as delay } from 'node:timers/promises';
import { TestEnvironment } from 'jest-environment-node';
import { productModules } from './product-modules.mjs';

const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 20;
const BUILT_INS = {
  Array,
  BigInt,
  Boolean,
  Date,
  Error,
  Function,
  Map,
  Number,
  Object,
  Reflect,
  RegExp,
  Set,
  String,
  Symbol,
};
/** What decorators of entities and GraphQL types write down, in all of a worker's files. */
const DESCRIBED = ['typeormMetadataArgsStorage', 'GqlTypeMetadataStorage', 'GqlLazyMetadataStorageHost'];
const KINDS = ['TCPSocketWrap', 'TCPServerWrap', 'ProcessWrap', 'Timeout'];

/**
 * Lends a file the product (product-modules.mjs); a file with `@jest-environment-options {"ownProduct": true}` evaluates what it imports by itself.
 * Fails a file that leaves a socket, a server, a process or a timer behind: it would keep its worker from exiting.
 */
export default class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.isOwnProcess = process.send !== undefined;
    this.hasOwnProduct = config.projectConfig.testEnvironmentOptions.ownProduct === true;
    // Modules run in the worker's own context (jest-runtime.cjs): its timers are faked, and `expect` knows its classes.
    const { constructor: FakeTimers } = this.fakeTimersModern;
    this.fakeTimersModern = new FakeTimers({ config: config.projectConfig, global: globalThis });
    Object.assign(this.global, BUILT_INS);
  }

  async setup() {
    await super.setup();
    globalThis.product = this.hasOwnProduct ? undefined : await productModules();
    this.described = DESCRIBED.map((name) => [name, globalThis[name]]);
    if (this.hasOwnProduct) for (const name of DESCRIBED) delete globalThis[name];
    // Freeing a heap of 300 MB takes longer than the 500 ms that jest gives a worker on a busy machine, and is for nothing.
    if (this.isOwnProcess && process.listenerCount('exit', leaveAtOnce) === 0) process.on('exit', leaveAtOnce);
    this.before = openNow();
  }

  handleTestEvent({ name, runtimeGlobals }) {
    if (name === 'setup') Object.assign(globalThis, runtimeGlobals);
  }

  async teardown() {
    await super.teardown();
    for (const [name, described] of this.described) globalThis[name] = described;
    // In jest's own process its timers and its Postgres come and go.
    if (!this.isOwnProcess) return;
    let left = this.left();
    for (let waited = 0; left.length > 0 && waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
      await delay(LOOK_EVERY_MS);
      left = this.left();
    }
    if (left.length > 0)
      throw new Error(`This file left open: ${left.join(', ')}. Close in afterAll or afterEach what it opened.`);
  }

  left() {
    const open = openNow();
    return KINDS.filter((kind) => open[kind] > this.before[kind]).map(
      (kind) => `${open[kind] - this.before[kind]} ${kind}`,
    );
  }
}

const leaveAtOnce = (code) => process.reallyExit(code);

function openNow() {
  const all = process.getActiveResourcesInfo();
  return Object.fromEntries(KINDS.map((kind) => [kind, all.filter((each) => each === kind).length]));
}

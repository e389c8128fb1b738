// Jest requires its runtime.
/* eslint-disable @typescript-eslint/no-require-imports */
const { SyntheticModule } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/** Packages without state that tests could share: loaded once for all files of a worker. */
const SHARED = new RegExp(
  `^(node:)?(${[
    '@fastify/static',
    '@nestjs/(bull|common|core|event-emitter|platform-fastify)',
    'big.js',
    'bull',
    'dataloader',
    'fast-check',
    'fastify',
    'graphql',
    'graphql-subscriptions',
    'graphql-ws',
    'ioredis',
    'ipaddr.js',
    'jose',
    'libphonenumber-js',
    'liquidjs',
    'mercurius',
    'pg',
    'pino',
    'leven',
    'lru-cache',
    'prom-client',
    'rate-limiter-flexible',
    'playwright-core',
    'reflect-metadata',
    'rxjs',
    'supertest',
    'tslib',
    'typeorm',
    'typescript',
    'undici',
    'uuid',
    'ws',
    'zod',
  ].join('|')})(/|$)`,
);

/** The modules of a test file, and behind them those of the product (product-modules.mjs), of which a file makes what it imports. */
class ModulesWithProduct extends Map {
  has(key) {
    return super.has(key) || (globalThis.product?.has(key) ?? false);
  }

  get(key) {
    const product = super.has(key) ? undefined : globalThis.product?.get(key);
    if (product) this.set(key, imported(key, product));
    return super.get(key);
  }
}

function imported(identifier, product) {
  const names = Object.keys(product);
  return new SyntheticModule(
    names,
    function () {
      for (const name of names) this.setExport(name, product[name]);
    },
    { identifier },
  );
}

/**
 * Runs the modules of a test file in the worker's own context, which contains the product and its packages, instead of a separate
 * context. The file's own modules, and those of test/support, are evaluated for each file.
 */
module.exports = class extends Runtime {
  constructor(config, environment, resolver, ...rest) {
    super(config, environment, sharing(resolver), ...rest);
    this.esmLoader.getContext = () => undefined;
    this.esmLoader.registries.esModuleRegistry = new ModulesWithProduct();
    const load = this.coreModule.require.bind(this.coreModule);
    // On Node 24.9 and later Jest links modules synchronously, and then writes node: before the name of every core module.
    this.coreModule.require = (name) => load(SHARED.test(name) ? name.replace(/^node:/, '') : name);
  }
};

/** Modules that Jest treats as Node's own are loaded by Node. */
function sharing(resolver) {
  const isCoreModule = resolver.isCoreModule.bind(resolver);
  return Object.assign(Object.create(resolver), { isCoreModule: (name) => SHARED.test(name) || isCoreModule(name) });
}

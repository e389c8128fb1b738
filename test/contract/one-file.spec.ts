/** @jest-environment-options {"ownProduct": true} */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import ts from 'typescript';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let folder: string;
let examples: [path: string, source: string][];

// Import from the copy, not from src: the same class twice in one process would register each GraphQL type twice.
const copied = <Exports>(path: string) => import(pathToFileURL(join(folder, path)).href) as Promise<Exports>;

beforeAll(async () => {
  const text = await readFile(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  examples = [...text.matchAll(/```ts\n(\/\/ (src\/\S+)\n.*?)```/gs)].map(([, source, path]) => [path!, source!]);
  folder = await mkdtemp(join(ROOT, '.one-file-'));
  await cp(join(ROOT, 'src'), join(folder, 'src'), { recursive: true, filter: (path) => !path.endsWith('.spec.ts') });
  for (const [path, source] of examples) await writeFile(join(folder, path), source);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it('reads an operator, a trigger and an action from CONTRIBUTING.md', () => {
  expect(examples.map(([path]) => path)).toEqual([
    expect.stringMatching(/^src\/conditions\/library\/.*\.operator\.ts$/),
    expect.stringMatching(/^src\/triggers\/library\/.*\.trigger\.ts$/),
    expect.stringMatching(/^src\/actions\/library\/.*\.action\.ts$/),
  ]);
});

it('compiles them as they are written there', () => {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const files = examples.map(([path]) => join(folder, path));
  const program = ts.createProgram(files, { ...options, noEmit: true });
  const mistakes = files.flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)));
  expect(mistakes.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});

describe('with one file each, and no other edit', () => {
  let app: NestFastifyApplication;
  let database: TestDatabase;
  let key: string;
  const workspaceId = '01900000-0000-7000-8000-0000000000aa';

  const ask = async <Data>(query: string): Promise<Data> => {
    const { data, errors } = (
      await app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { authorization: `Bearer ${key}` },
        payload: { query },
      })
    ).json();
    if (errors) throw new Error(JSON.stringify(errors, null, 2));
    return data as Data;
  };

  beforeAll(async () => {
    const { Config } = await copied<typeof import('../../src/platform/config/config.js')>(
      'src/platform/config/config.ts',
    );
    const { createApp } = await copied<typeof import('../../src/server.js')>('src/server.ts');
    const { ApiKeys } = await copied<typeof import('../../src/platform/api-keys/api-keys.service.js')>(
      'src/platform/api-keys/api-keys.service.ts',
    );
    database = await createTestDatabase();
    app = await createApp(
      Config.from({ NODE_ENV: 'test', LOG_LEVEL: 'error', DATABASE_URL: database.url, DEMO: 'false' }),
    );
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    await database.query(`INSERT INTO workspace (id, name) VALUES ($1, 'Test workspace')`, [workspaceId]);
    key = ApiKeys.generate();
    await app.get(ApiKeys, { strict: false }).keep(workspaceId, key, { name: 'admin', role: 'admin' });
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('lists all three in the catalog, with their inputs', async () => {
    const { catalog } = await ask<{ catalog: Record<'triggers' | 'operators' | 'actions', { type: string }[]> }>(
      '{ catalog { triggers { type configSchema facts { path } } operators { type title operandSchema } actions { type effect paramsSchema outputSchema } } }',
    );
    expect(catalog.triggers).toContainEqual({
      type: 'order.won_big',
      configSchema: expect.objectContaining({ required: ['atLeast'] }),
      facts: expect.arrayContaining([{ path: 'order.value' }]),
    });
    expect(catalog.operators).toContainEqual({
      type: 'starts_with',
      title: 'begins with',
      operandSchema: expect.objectContaining({ type: 'string', minLength: 1 }),
    });
    expect(catalog.actions).toContainEqual({
      type: 'rename_order',
      effect: 'internal',
      paramsSchema: expect.objectContaining({ required: ['name'] }),
      outputSchema: expect.objectContaining({ type: 'object' }),
    });
  });

  it('validates all three when an automation is saved', async () => {
    const wrong = `mutation { createAutomation(input: { name: "A", trigger: { type: "order.won_big", config: { atLeast: -1 } },
      conditions: { logic: "AND", conditions: [{ field: "order.name", operator: "starts_with", value: "" }] }, actions: [{ type: "rename_order", params: {} }] }) { id } }`;
    const refusal = await ask(wrong).then(
      () => 'It was taken',
      (error: Error) => error.message,
    );
    const [{ extensions }] = JSON.parse(refusal) as [{ extensions: { code: string; details: { path: string[] }[] } }];
    expect(extensions.code).toBe('INVALID_INPUT');
    expect(extensions.details.map(({ path }) => path.join('.')).sort()).toEqual([
      'actions.0.params.name',
      'conditions.conditions.0.value',
      'trigger.config.atLeast',
    ]);
  });

  it('runs an automation that uses all three', async () => {
    const { createPipeline: pipeline } = await ask<{ createPipeline: { id: string; stages: { id: string }[] } }>(
      'mutation { createPipeline(input: { name: "Sales", stages: ["New", "Won"] }) { id stages { id } } }',
    );
    const { beans, grinder } = await ask<Record<'beans' | 'grinder', { id: string }>>(`mutation {
      beans: createOrder(input: { name: "Beans", pipelineId: "${pipeline.id}", value: 500 }) { id }
      grinder: createOrder(input: { name: "Grinder", pipelineId: "${pipeline.id}", value: 500 }) { id }
      createAutomation(input: { name: "A", trigger: { type: "order.won_big", config: { atLeast: 400 } },
        conditions: { logic: "AND", conditions: [{ field: "order.name", operator: "starts_with", value: "Bea" }] },
        actions: [{ type: "rename_order", params: { name: "{{ order.name }}, won" } }] }) { id } }`);
    const ended = firstEnd();

    await ask(
      `mutation { ${['grinder', 'beans'].map((name, index) => `${name}: moveOrder(id: "${[grinder, beans][index]!.id}", stageId: "${pipeline.stages[1]!.id}") { id }`).join(' ')} }`,
    );
    await ended;

    expect(
      await ask(`{ beans: order(id: "${beans.id}") { name } grinder: order(id: "${grinder.id}") { name } }`),
    ).toEqual({ beans: { name: 'Beans, won' }, grinder: { name: 'Grinder' } });
    const { events } = await ask<{
      events: { edges: { node: { decisions: { outcome: string; reason: string }[] } }[] };
    }>('{ events(filter: { type: "order.stage_changed" }) { edges { node { decisions { outcome reason } } } } }');
    expect(
      events.edges
        .flatMap(({ node }) => node.decisions)
        .map(({ outcome, reason }) => `${outcome}: ${reason}`)
        .sort(),
    ).toEqual([
      expect.stringMatching(/^CONDITIONS_FALSE: .*Grinder.* does not begin with .*Bea/),
      expect.stringMatching(/^STARTED: .*Beans.* begins with .*Bea/),
    ]);
  });

  async function firstEnd(): Promise<void> {
    const { ExecutionFeed } = await copied<typeof import('../../src/executions/feed/execution-feed.js')>(
      'src/executions/feed/execution-feed.ts',
    );
    for await (const { execution } of app.get(ExecutionFeed, { strict: false }).subscribe(workspaceId))
      if (execution.status === 'SUCCEEDED') return;
  }
});

describe('a shelf', () => {
  type Discovery = typeof import('../../src/platform/discovery.js');
  const operator = (type: string, operand = 'z.string()') =>
    `defineOperator({ type: '${type}', title: 't', operand: ${operand}, words: ['is', 'is not'], test: () => true })`;
  const OPERATOR = `import { z } from 'zod';\nimport { defineOperator } from '../operator.js';\n`;
  const TRIGGER = `import { z } from 'zod';\nimport { contactCreated } from '../../crm/contacts/contacts.events.js';\nimport { defineTrigger } from '../trigger.js';\n`;
  const ACTION = `import { z } from 'zod';\nimport { Action } from '../action.js';\n`;
  const trigger = (type: string, config = 'z.strictObject({})') =>
    `defineTrigger({ type: '${type}', title: 't', description: 'd', on: contactCreated, config: ${config}, matches: () => true, facts: {} })`;
  const action = (type: string, params = 'z.strictObject({})') =>
    `@Action({ type: '${type}', title: 't', description: 'd', effect: 'internal', params: ${params}, output: z.object({}) })\nexport class WaveAction { async perform() { return {}; } }`;

  const SHELVES = {
    conditions: { role: 'operator', file: 'src/conditions/operators.ts', shelve: 'shelveOperators' },
    triggers: { role: 'trigger', file: 'src/triggers/triggers.ts', shelve: 'shelveTriggers' },
    actions: { role: 'action', file: 'src/actions/action-shelf.ts', shelve: 'shelve' },
  } as const;
  let count = 0;

  /** The error when a shelf holds these files. */
  async function refusal(shelf: keyof typeof SHELVES, files: Record<string, string>): Promise<string> {
    const { role, file, shelve } = SHELVES[shelf];
    const { findOnShelf, ShelfError } = await copied<Discovery>('src/platform/discovery.ts');
    const shelves = await copied<Record<string, (found: unknown) => unknown>>(file);
    const library = join(folder, 'src', shelf, `wrong-${(count += 1)}`);
    await mkdir(library);
    for (const [name, source] of Object.entries(files)) await writeFile(join(library, name), source);
    const shelved = findOnShelf(pathToFileURL(`${library}/`), role).then((found) => shelves[shelve]!(found));
    const error = await shelved.then(
      () => new Error('It was taken'),
      (thrown: Error) => thrown,
    );
    expect(error).toBeInstanceOf(ShelfError);
    return error.message;
  }

  it.each<[string, keyof typeof SHELVES, Record<string, string>, RegExp]>([
    [
      'two actions with the same type',
      'actions',
      { 'wave.action.ts': ACTION + action('wave'), 'wink.action.ts': ACTION + action('wave') },
      /wink\.action\.ts.*(wave\.action\.ts|rename)/,
    ],
    [
      'two operators with the same type',
      'conditions',
      {
        'like.operator.ts': `${OPERATOR}export const likeOperator = ${operator('like')};`,
        'near.operator.ts': `${OPERATOR}export const nearOperator = ${operator('like')};`,
      },
      /near\.operator\.ts.*rename/,
    ],
    [
      'two triggers with the same type',
      'triggers',
      {
        'a-b.trigger.ts': `${TRIGGER}export const aBTrigger = ${trigger('a.b')};`,
        'a-c.trigger.ts': `${TRIGGER}export const aCTrigger = ${trigger('a.b')};`,
      },
      /a-c\.trigger\.ts.*rename/,
    ],
    [
      'a class without its decorator',
      'actions',
      { 'wave.action.ts': 'export class WaveAction { async perform() { return {}; } }' },
      /wave\.action\.ts exports no action: write @Action\(/,
    ],
    [
      'an invalid operator',
      'conditions',
      { 'like.operator.ts': 'export const likeOperator = () => true;' },
      /like\.operator\.ts exports no operator: export defineOperator\(/,
    ],
    [
      'an invalid trigger',
      'triggers',
      { 'a-b.trigger.ts': 'export const aBTrigger = { type: "a.b" };' },
      /a-b\.trigger\.ts exports no trigger: export defineTrigger\(/,
    ],
    [
      'params that cannot become JSON Schema',
      'actions',
      { 'wave.action.ts': ACTION + action('wave', 'z.strictObject({ at: z.date() })') },
      /wave\.action\.ts: its params can't become JSON Schema: describe them/,
    ],
    [
      'an operand that cannot become JSON Schema',
      'conditions',
      { 'like.operator.ts': `${OPERATOR}export const likeOperator = ${operator('like', 'z.date()')};` },
      /like\.operator\.ts: its operand can't become JSON Schema: describe it/,
    ],
    [
      'a config that cannot become JSON Schema',
      'triggers',
      { 'a-b.trigger.ts': `${TRIGGER}export const aBTrigger = ${trigger('a.b', 'z.strictObject({ at: z.date() })')};` },
      /a-b\.trigger\.ts: its config can't become JSON Schema: describe it/,
    ],
    [
      'a file that exports nothing',
      'actions',
      { 'wave.action.ts': 'export {};' },
      /wave\.action\.ts exports 0 things: a file on a shelf exports exactly one/,
    ],
    [
      'a file that exports two things',
      'conditions',
      { 'like.operator.ts': `${OPERATOR}export const words = 1;\nexport const likeOperator = ${operator('like')};` },
      /like\.operator\.ts exports 2 things: a file on a shelf exports exactly one/,
    ],
  ])('refuses %s, naming the file and the fix', async (_, shelf, ...[files, message]) => {
    expect(await refusal(shelf, files)).toMatch(message);
  });
});

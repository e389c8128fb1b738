import { findContacts, countContacts } from '../../src/crm/contacts/contacts.finding.js';
import { findOrders } from '../../src/crm/orders/orders.finding.js';
import { findTasks } from '../../src/crm/tasks/find/tasks.finding.js';
import { newId } from '../../src/kernel/ids.js';
import type { Finder } from '../../src/platform/database/finder.js';
import type { Reader } from '../../src/platform/database/reader.js';
import { GROWN, growLargeCrm, listsOfLargeCrm } from '../support/large-crm.mjs';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
}

type Explained = [{ 'QUERY PLAN': [{ Plan: Plan; 'Execution Time': number }] }];

// FINDING_ROWS=1000000 tests the size that the product supports.
const ROWS = Number(process.env['FINDING_ROWS'] ?? 30_000);

const ids = Array.from({ length: 6 }, newId) as [string, string, string, string, string, string];
const [workspaceId, pipelineId, stageId, rareStageId, tagId, rareTagId] = ids;
const crm = { workspaceId, pipelineId, stageId, rareStageId, tagId, rareTagId, count: ROWS };
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await growLargeCrm((text, values) => database.query(text, values), crm);
}, 1_200_000);

afterAll(() => database.drop());

const explained: { text: string; plan: Plan; ms: number }[] = [];
const finder = {
  rows: async <Row>(text: string, values: readonly unknown[]) => {
    const [
      {
        'QUERY PLAN': [{ Plan: plan, 'Execution Time': ms }],
      },
    ] = (await database.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values)) as unknown as Explained;
    explained.push({ text, plan, ms });
    return database.query<Row>(text, values);
  },
} as Finder;
const reader = (): Reader => ({ workspaceId, query: (text, values) => database.query(text, values) });

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
const walked = (plan: Plan) =>
  nodesOf(plan)
    .filter((node) => node['Node Type'].endsWith('Seq Scan') && GROWN.includes(node['Relation Name'] ?? ''))
    .map((node) => node['Relation Name']);
const blocks = (plan: Plan) => plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
const isSlow = (plan: Plan) => blocks(plan) > 5_000;

const lists = listsOfLargeCrm(crm);
const each = (name: string, of: Record<string, object>, find: (args: object) => Promise<unknown>) =>
  Object.entries(of).map(([what, args]) => [`${name}: ${what}`, () => find(args)] as const);
const QUERIES = [
  ...each('contacts', lists.contacts, (args) => findContacts(reader(), finder, args)),
  ...each('orders', lists.orders, (args) => findOrders(reader(), finder, args)),
  ...each('tasks', lists.tasks, (args) => findTasks(reader(), finder, args)),
];

it.each(QUERIES)('uses an index and few blocks to find %s', async (what, find) => {
  explained.length = 0;
  await find();
  for (const { plan } of explained) {
    expect(walked(plan)).toEqual([]);
    expect(isSlow(plan)).toBe(false);
  }
  if (process.env['FINDING_ROWS'])
    process.stdout.write(
      `${what}: ${explained.map(({ ms, plan }) => `${ms.toFixed(1)} ms ${blocks(plan)} blocks`).join(', ')}\n`,
    );
});

it('counts without reading rows of other workspaces', async () => {
  expect(await countContacts(workspaceId, finder, { filter: { tagIds: [rareTagId] } })).toBe(10);
  expect(await countContacts(newId(), finder, {})).toBe(0);
});

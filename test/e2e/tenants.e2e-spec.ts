import { newId } from '../../src/kernel/ids.js';
import { makeSale, type Sale } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;
let theirs: { client: Client; sale: Sale };

beforeAll(async () => {
  server = await startTestServer();
  const stranger = await server.client();
  theirs = { client: stranger, sale: await makeSale(stranger) };
});

afterAll(() => server.close());

/** Every row of a client's workspace, without the time when a key was last used. */
const ownedBy = async ({ workspaceId }: Client) => {
  const tables = await server.database.query<{ name: string }>(
    `SELECT quote_ident(relname) AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attname = 'workspace_id'`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) =>
      server.database.query(
        `SELECT to_jsonb(t) - 'last_used_at' AS row FROM ${name} t WHERE workspace_id = $1 ORDER BY 1`,
        [workspaceId],
      ),
    ),
  );
  return JSON.stringify(rows);
};

const ID = '{{ contact.customFields.id }}';

// The engine learns a template's value only when it renders it; by then it acts for one workspace, and not through the API.
it.each<[string, object, (sale: Sale) => string]>([
  ['change_stage', { stageId: ID }, ({ pipeline }) => pipeline.stages[1]!.id],
  ['create_order', { pipelineId: ID, name: 'Smuggled' }, ({ pipeline }) => pipeline.id],
  ['create_order', { pipelineId: 'own', stageId: ID, name: 'Smuggled' }, ({ pipeline }) => pipeline.stages[0]!.id],
  ['duplicate_order', { pipelineId: ID }, ({ pipeline }) => pipeline.id],
  ['assign_tag', { tagId: ID, entityType: 'contact' }, ({ tag }) => tag.id],
  ['remove_tag', { tagId: ID, entityType: 'contact' }, ({ tag }) => tag.id],
])('keeps %s with %j in its workspace, even if its template has a foreign id', async (type, params, ...[idOf]) => {
  const before = await ownedBy(theirs.client);
  const endings = await Promise.all([idOf(theirs.sale), newId()].map((id) => endOf(type, params, id)));

  const [foreign, missing] = endings;
  expect(foreign).toEqual({
    ...missing,
    error: { code: missing!.error!.code, message: expect.stringMatching(/^No (stage|pipeline|tag) with id/) },
  });
  expect(await ownedBy(theirs.client)).toBe(before);
});

/** Resolves with the outcome of an execution of one action in which the placeholder becomes this id. */
async function endOf(type: string, params: object, id: string) {
  const own = await server.client();
  const shop = await Workshop.open(own, { contact: { customFields: { id } } });
  const given = JSON.parse(JSON.stringify(params).replace('"own"', `"${shop.pipelineId}"`)) as object;
  await shop.automate([{ type, params: given }]);
  const ended = server.ended(own.workspaceId);
  await shop.move(await shop.order(), 'Won');
  await ended;
  const [execution] = await shop.executions();
  return { status: execution!.status, error: execution!.error };
}

import { anAutomation, send } from './sale.js';
import { stateOf } from './state.js';
import type { Client, TestServer } from './test-server.js';

type Detail = { path: (string | number)[]; message: string };

/** The mistakes in an automation; creating it and updating another must both be refused with them, and change nothing. */
export async function mistakesOf(server: TestServer, client: Client, parts: object): Promise<Detail[]> {
  const { id } = await send(client, 'CreateAutomation', { input: anAutomation() });
  const before = await stateOf(server.database);
  const created = await client.answer('CreateAutomation', { input: anAutomation(parts) });
  const updated = await client.answer('UpdateAutomation', { id, input: parts });
  expect(await stateOf(server.database)).toBe(before);
  expect(created.data).toBeNull();
  expect(created.errors?.map(({ extensions }) => extensions.code)).toEqual(['INVALID_INPUT']);
  expect(updated.errors?.map(({ extensions }) => extensions.code)).toEqual(['INVALID_INPUT']);
  expect(updated.errors![0]!.extensions.details!.map(({ path }) => path)).toEqual(
    created.errors![0]!.extensions.details!.map(({ path }) => path),
  );
  return created.errors![0]!.extensions.details!;
}

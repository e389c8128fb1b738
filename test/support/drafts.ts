import type { Client, GraphQLAnswer } from './test-server.js';

const PARTS = `
  id name enabled mode version folder
  trigger { type config }
  conditions
  actions { key type params delay arms otherwise }
  settings
  draft { revision updatedAt name trigger { type config } conditions actions { key type params delay arms otherwise } settings }`;

/** What clients send about drafts and versions. */
const DOCUMENTS = {
  automation: `query($id: ID!) { automation(id: $id) { ${PARTS} } }`,
  update: `mutation($id: ID!, $input: UpdateAutomationInput!, $expectedVersion: Int) { updateAutomation(id: $id, input: $input, expectedVersion: $expectedVersion) { ${PARTS} } }`,
  save: `mutation($id: ID!, $input: UpdateAutomationInput!, $expectedRevision: Int) { saveAutomationDraft(id: $id, input: $input, expectedRevision: $expectedRevision) { ${PARTS} } }`,
  publish: `mutation($id: ID!, $expectedRevision: Int, $sleeping: SleepingExecutions) { publishAutomation(id: $id, expectedRevision: $expectedRevision, sleeping: $sleeping) { ${PARTS} } }`,
  discard: `mutation($id: ID!, $expectedRevision: Int) { discardAutomationDraft(id: $id, expectedRevision: $expectedRevision) { ${PARTS} } }`,
  restore: `mutation($id: ID!, $version: Int!, $expectedRevision: Int) { restoreAutomationVersion(id: $id, version: $version, expectedRevision: $expectedRevision) { ${PARTS} } }`,
  setMode: `mutation($id: ID!, $mode: AutomationMode!, $sleeping: SleepingExecutions) { setAutomationMode(id: $id, mode: $mode, sleeping: $sleeping) { ${PARTS} } }`,
  setEnabled: `mutation($id: ID!, $enabled: Boolean!) { setAutomationEnabled(id: $id, enabled: $enabled) { ${PARTS} } }`,
} as const;

interface Content {
  name: string;
  trigger: { type: string; config: object } | null;
  conditions: unknown;
  actions: { key: string; type: string; params: Record<string, unknown>; arms: unknown; otherwise: unknown }[];
  settings: unknown;
}

/** An automation as these documents show it. */
export interface AutomationView extends Content {
  id: string;
  enabled: boolean;
  mode: string;
  version: number;
  folder: string | null;
  draft: (Content & { revision: number; updatedAt: string }) | null;
}

/** The answer to one of them. */
export async function answerTo(
  client: Client,
  name: keyof typeof DOCUMENTS,
  variables: object,
): Promise<GraphQLAnswer<Record<string, AutomationView>>> {
  return client.raw<Record<string, AutomationView>>(DOCUMENTS[name], variables);
}

/** The same; fails the test on any error. */
export async function ask(client: Client, name: keyof typeof DOCUMENTS, variables: object): Promise<AutomationView> {
  const { data, errors } = await answerTo(client, name, variables);
  if (errors) throw new Error(`${name}: ${JSON.stringify(errors, null, 2)}`);
  return Object.values(data)[0]!;
}

/** The error's extensions, when there must be one. */
export async function refusal(client: Client, name: keyof typeof DOCUMENTS, variables: object) {
  const { errors } = await answerTo(client, name, variables);
  return errors?.[0]!.extensions as {
    code: string;
    revision?: number;
    version?: number;
    details?: { path: unknown[]; message: string }[];
  };
}

import { contactsById, searchContacts } from '../../crm/contacts/contacts.loaders.js';
import { storable } from '../../kernel/checks/checks.js';
import { normalizePhone } from '../../kernel/checks/phone.js';
import { ordersById, searchOrders } from '../../crm/orders/orders.loaders.js';
import { executionsByIds, namesOfDefinitions } from '../../executions/log/execution-log.service.js';
import { invalidInput } from '../../kernel/errors.js';
import { toId } from '../../kernel/ids.js';
import type { Reader } from '../../platform/database/reader.js';
import { eventsByIds } from '../../platform/outbox/event-log.service.js';
import type { AutomationStore } from '../store/automation-store.js';

export const SEARCH_KINDS = ['AUTOMATION', 'CONTACT', 'ORDER', 'EXECUTION', 'EVENT'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** A search result. */
export interface SearchHit {
  kind: SearchKind;
  id: string;
  label: string;
  detail: string | null;
}

const MAX_TEXT = 200;
/** The maximum number of results for each of the three kinds that have names. */
export const MAX_FIRST = 20;

/** The search text, and the number of results per kind. */
export interface SearchQuery {
  text: string;
  first?: number | null;
}

/** Finds any object by id, or objects by name. INVALID_INPUT. */
export async function search(reader: Reader, store: AutomationStore, query: SearchQuery): Promise<SearchHit[]> {
  const { text, first } = checkedQuery(query);
  const id = toId(text);
  if (id) return byId(reader, store, id);
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const [automations, contacts, orders] = await Promise.all([
    store.page(reader, { search: text }, { limit: first + 1, afterId: null }),
    searchContacts(reader, pattern, { limit: first, phone: normalizePhone(text) ?? null }),
    searchOrders(reader, pattern, first),
  ]);
  return [
    ...automations.edges.map(({ node }) => automationHit(node)),
    ...contacts.map(contactHit),
    ...orders.map(orderHit),
  ];
}

async function byId(reader: Reader, store: AutomationStore, id: string): Promise<SearchHit[]> {
  const [automation, [contact], [order], [execution], [event]] = await Promise.all([
    store.find(reader, id),
    contactsById(reader, [id]),
    ordersById(reader, [id]),
    executionsByIds(reader, [id]),
    eventsByIds(reader, [id]),
  ]);
  const [name] = execution ? await namesOfDefinitions(reader, [execution.definitionId]) : [];
  return [
    automation && automationHit(automation),
    contact && contactHit(contact),
    order && orderHit(order),
    execution && ({ kind: 'EXECUTION', id, label: name!, detail: execution.status } as const),
    event && ({ kind: 'EVENT', id, label: event.type, detail: null } as const),
  ].flatMap((hit) => hit ?? []);
}

type Named = { id: string; name: string };

const automationHit = ({ id, name, description }: Named & { description: string | null }): SearchHit => ({
  kind: 'AUTOMATION',
  id,
  label: name,
  detail: description,
});

const contactHit = ({ id, name, phone, email }: Named & { phone: string | null; email: string | null }): SearchHit => ({
  kind: 'CONTACT',
  id,
  label: name,
  detail: phone ?? email,
});

const orderHit = ({ id, name, value }: Named & { value: string }): SearchHit => ({
  kind: 'ORDER',
  id,
  label: name,
  detail: value,
});

function checkedQuery({ text: asked, first: given }: SearchQuery): { text: string; first: number } {
  const text = asked.trim();
  const first = given ?? 5;
  const mistakes = [
    {
      path: ['text'],
      message: `Must be 1 to ${MAX_TEXT} characters`,
      isWrong: text.length < 1 || text.length > MAX_TEXT,
    },
    { path: ['text'], message: 'Contains a character that cannot be stored', isWrong: !storable(text) },
    { path: ['first'], message: `Must be 1 to ${MAX_FIRST}`, isWrong: first < 1 || first > MAX_FIRST },
  ].filter(({ isWrong }) => isWrong);
  if (mistakes.length > 0) throw invalidInput(mistakes.map(({ path, message }) => ({ path, message })));
  return { text, first };
}

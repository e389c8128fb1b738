import type { ExternalAction } from '../../actions/action.js';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { workspaceFacts } from '../../platform/workspaces/workspace.facts.js';
import type { FactLoader } from '../../platform/facts/fact-loader.js';
import type { Transaction } from '../../platform/work/transaction.js';
import { openingAt, zoneOfContact, type Opening } from '../control/open-hours.js';
import type { QuietHours } from '../definition/settings.js';
import type { Move } from '../log/moves.js';
import type { ClaimedExecution } from './claimed-execution.js';
import { timeNow } from './control-flow.js';
import { scopeOf } from './scope.js';

/** After an opening, messages are spread over this time at most. */
const SPREAD_MS = 15 * 60_000;

type Around = { transaction: Transaction; facts: FactLoader };

/**
 * What keeps an execution's next step from writing to the contact now: a condition of `onlyWhile` or quiet hours; null if nothing
 * does. Where a template must be sent instead of the step's own message, sets `instead`.
 */
export async function beforeWriting(claimed: ClaimedExecution, around: Around): Promise<Move | null> {
  const { onlyWhile, quietHours } = claimed.definition.settings;
  if (!claimed.action.action.description.writesToContact) return null;
  if (onlyWhile) {
    const { matched, reason } = onlyWhile.evaluate(await scopeOf(claimed, around.facts));
    if (!matched)
      return claimed.next({ type: 'silenced', reason: { code: 'STOPPED', message: `Not true any more: ${reason}` } });
  }
  return quietHours ? atOpening(claimed, quietHours, around) : null;
}

async function atOpening(
  claimed: ClaimedExecution,
  { zone: asked, windows }: QuietHours,
  around: Around,
): Promise<Move | null> {
  const { transaction, facts } = around;
  const now = await timeNow(transaction);
  const zone = await zoneFor(claimed, asked, { facts, now });
  const opening = openingAt(windows, zone, now);
  const allowed = await allowedUntil(claimed, transaction);
  if (allowed !== undefined && (allowed === null || allowed <= opening.from)) {
    const { fallback } = claimed.definition;
    if (!fallback) return passedOver(claimed, opening, now);
    claimed.instead = { ...claimed.action, ...fallback };
  }
  if (opening.from <= now) return null;
  const inMs = opening.from.getTime() - now.getTime() + spread(opening, claimed.instead ? null : (allowed ?? null));
  return claimed.next({ type: 'held', inMs, input: { opensAt: opening.from.toISOString(), zone } });
}

async function zoneFor(
  { execution: { workspaceId }, event: { contactId } }: ClaimedExecution,
  asked: QuietHours['zone'],
  { facts, now }: { facts: FactLoader; now: Date },
): Promise<string> {
  if (asked !== 'CONTACT' && asked !== 'WORKSPACE') return asked;
  const contact = asked === 'CONTACT' ? await facts.load(contactFacts, workspaceId, contactId) : null;
  const zone = zoneOfContact(contact as Parameters<typeof zoneOfContact>[0], now);
  if (zone) return zone;
  const workspace = (await facts.load(workspaceFacts, workspaceId, workspaceId)) as { timeZone: string };
  return workspace.timeZone;
}

/** Until when the step's own message may be sent; null if not now, undefined if at any time. */
async function allowedUntil(claimed: ClaimedExecution, { query }: Transaction): Promise<Date | null | undefined> {
  const action = claimed.action.action.instance as ExternalAction<unknown, unknown>;
  return action.allowedUntil?.({ workspaceId: claimed.execution.workspaceId, query }, claimed.subject);
}

function passedOver(claimed: ClaimedExecution, { from }: Opening, now: Date): Move {
  const message =
    from > now
      ? `WhatsApp takes no free message at ${from.toISOString()}, when quiet hours end`
      : 'WhatsApp takes no free message now';
  const attempt = {
    attempts: claimed.step?.attempts ?? 0,
    input: null,
    beganMs: claimed.elapsedMs,
    elapsedMs: claimed.elapsedMs,
  };
  return claimed.next({ type: 'passed over', reason: { code: 'WINDOW_CLOSED', message }, attempt })!;
}

// Inside the window, and while the message may be sent.
function spread({ from, to }: Opening, allowed: Date | null): number {
  const end = allowed && allowed < to ? allowed : to;
  return Math.floor(Math.random() * Math.min(SPREAD_MS, end.getTime() - from.getTime()));
}

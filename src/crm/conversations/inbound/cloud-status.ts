import type { OutboundReport } from '../conversations.service.js';
import type { OutboundStatus } from '../message-status.js';
import type { CloudStatus } from './cloud-webhook.js';

const MAX_CODE = 40;
const MAX_REASON = 1_000;

const STATUSES: Readonly<Record<string, OutboundStatus>> = {
  sent: 'SENT',
  delivered: 'DELIVERED',
  read: 'READ',
  played: 'READ',
  failed: 'FAILED',
};

/** What a status says of a message of ours; undefined for one that changes nothing, such as "warning". */
export function reportOf({ id, status, errors }: CloudStatus): OutboundReport | undefined {
  const reached = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
  if (!reached) return undefined;
  const error = reached === 'FAILED' ? failureOf(errors?.[0]) : null;
  return { status: reached, provider: 'whatsapp_cloud', providerMessageId: id, error };
}

function failureOf(error: NonNullable<CloudStatus['errors']>[number] | undefined) {
  if (!error) return { code: 'WHATSAPP_FAILED', message: 'WhatsApp reported that it was not delivered, and no reason' };
  const { title, message, error_data: data } = error;
  const code = String(error.code).slice(0, MAX_CODE);
  const reason = (data?.details ?? message ?? title ?? 'no reason given').slice(0, MAX_REASON);
  return { code: `WHATSAPP_${code}`, message: `WhatsApp: ${reason} (code ${code})`.toWellFormed() };
}

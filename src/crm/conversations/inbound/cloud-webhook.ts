import { z } from 'zod';
import { storable } from '../../../kernel/checks/checks.js';

// https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
// Only what is needed is described, each part by itself: what Meta adds or changes elsewhere costs no message.
const id = z.string().min(1).max(512).refine(storable, 'Contains a character that cannot be stored');
const message = z.looseObject({
  id,
  from: z.string().optional(),
  type: z.string().catch('unknown'),
  timestamp: z.unknown().optional(),
});
const profile = z.looseObject({
  wa_id: z.string(),
  profile: z.looseObject({ name: z.string().optional() }).optional(),
});
const failure = z.looseObject({
  code: z.union([z.number(), z.string()]).catch(0),
  title: z.string().optional(),
  message: z.string().optional(),
  error_data: z.looseObject({ details: z.string().optional() }).optional().catch(undefined),
});
const status = z.looseObject({
  id,
  status: z.string(),
  biz_opaque_callback_data: z.string().optional().catch(undefined),
  errors: z.array(failure).optional().catch(undefined),
});

/** A message as the Cloud API delivers it; beside these fields it holds one named after its type. */
export type CloudMessage = z.infer<typeof message>;

/** What the Cloud API tells of a message of ours. */
export type CloudStatus = z.infer<typeof status>;

/** Whether a part for a phone number (its id at Meta) is for the workspace. */
export type IsForUs = (phoneNumberId: string | undefined) => boolean;

/** What one webhook brings. */
export interface CloudWebhook {
  messages: { message: CloudMessage; name: string | undefined }[];
  statuses: CloudStatus[];
  /** Parts that are neither, in words; the stored body still has them. */
  unreadable: string[];
}

type Value = { messages?: unknown; statuses?: unknown; contacts?: unknown; errors?: unknown; metadata?: unknown };

/** The phone numbers (their ids at Meta) that a webhook's body has parts for. */
export const numbersIn = (body: unknown): string[] => [
  ...new Set(valuesOf(body).flatMap((value) => numberOf(value) ?? [])),
];

/** Reads a webhook's body; what it does not know is left out, never an error. */
export function readCloudWebhook(body: unknown, isForUs: IsForUs = () => true): CloudWebhook {
  const webhook: CloudWebhook = { messages: [], statuses: [], unreadable: [] };
  for (const value of valuesOf(body)) {
    const number = numberOf(value);
    if (!isForUs(number)) {
      webhook.unreadable.push(`A part for the phone number ${number ?? '(none)'}, which is not of this address`);
      continue;
    }
    for (const { code, title } of partsOf(value.errors, failure, webhook))
      webhook.unreadable.push(`WhatsApp reported an error: ${title ?? 'no reason given'} (code ${code})`);
    const names = namesOf(value);
    for (const each of partsOf(value.messages, message, webhook))
      webhook.messages.push({ message: each, name: names.get(each.from ?? '') });
    webhook.statuses.push(...partsOf(value.statuses, status, webhook));
  }
  return webhook;
}

const MAX_NUMBER = 40;

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

function numberOf({ metadata }: Value): string | undefined {
  const id = fieldOf(metadata, 'phone_number_id');
  return typeof id === 'string' ? id.slice(0, MAX_NUMBER) : undefined;
}

const valuesOf = (body: unknown) =>
  listOf(fieldOf(body, 'entry'))
    .flatMap((entry) => listOf(fieldOf(entry, 'changes')))
    .filter((change) => fieldOf(change, 'field') === 'messages')
    .map((change) => fieldOf(change, 'value'))
    .filter((value): value is Value => typeof value === 'object' && value !== null);

function namesOf({ contacts }: Value): Map<string, string | undefined> {
  const known = listOf(contacts)
    .map((each) => profile.safeParse(each))
    .flatMap(({ data }) => (data ? [data] : []));
  return new Map(known.map(({ wa_id, profile }) => [wa_id, profile?.name]));
}

function partsOf<Schema extends z.ZodType>(
  list: unknown,
  schema: Schema,
  { unreadable }: CloudWebhook,
): z.infer<Schema>[] {
  return listOf(list).flatMap((part) => {
    const parsed = schema.safeParse(part);
    if (!parsed.success) unreadable.push(z.prettifyError(parsed.error));
    return parsed.success ? [parsed.data] : [];
  });
}

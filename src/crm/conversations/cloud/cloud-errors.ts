import { z } from 'zod';

/**
 * What follows from an error of the Cloud API that is the answer to a send:
 * `final`: the same message would be refused again, or a person has to act first; it is not sent again.
 * `window closed`: the same, and a template may be sent instead.
 * `later`: Meta failed for now; the step is retried by its policy, with growing waits.
 * A number: a limit was hit; the milliseconds until the next attempt, unless the answer has Retry-After.
 */
export type CloudErrorRule = 'final' | 'window closed' | 'later' | number;

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

/**
 * The codes of https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes that a send can
 * answer. A code that is not listed is `final`, or `later` with an HTTP status of 500 or more.
 */
export const CLOUD_ERROR_RULES: ReadonlyMap<number, CloudErrorRule> = new Map<number, CloudErrorRule>([
  // Authorization. A token that expired or lacks a permission has to be replaced.
  [0, 'final'],
  [3, 'final'],
  [10, 'final'],
  [190, 'final'],
  [200, 'final'],
  // Throttling. The call limits of an app (4) and of a business account (80007) are counted per hour.
  [4, MINUTE],
  [80007, MINUTE],
  // More messages a second than the number may send.
  [130429, 5 * SECOND],
  // Too many messages of this number were blocked or reported as spam. It is lifted by itself, later.
  [131048, HOUR],
  // More than one message per 6 seconds from this number to the same person.
  [131056, 6 * SECOND],
  // Integrity. The account is blocked, restricted or locked.
  [368, 'final'],
  [130497, 'final'],
  [131031, 'final'],
  // Failures of Meta: an unknown error, downtime, overload, maintenance.
  [1, 'later'],
  [2, 'later'],
  [131000, 'later'],
  [131016, 'later'],
  [131057, 'later'],
  [133004, 'later'],
  // Wrong parameters, or a number that does not exist.
  [33, 'final'],
  [100, 'final'],
  [131008, 'final'],
  [131009, 'final'],
  // Access denied; the recipient is the sender; no payment method.
  [131005, 'final'],
  [131021, 'final'],
  [131042, 'final'],
  // The recipient cannot get it: no WhatsApp, an old version, terms not accepted.
  [131026, 'final'],
  // More than 24 hours since the recipient's last message; 470 is its older code.
  [131047, 'window closed'],
  [470, 'window closed'],
  // Meta holds back marketing: an experiment, or this person gets too much of it. Sending it again at once fails too.
  [130472, 'final'],
  [131049, 'final'],
  // The message itself: its type; media that cannot be downloaded or uploaded.
  [131051, 'final'],
  [131052, 'final'],
  [131053, 'final'],
  // Templates: the number of variables, unknown name or language, too long, against the policy, the form of a variable, paused, disabled.
  [132000, 'final'],
  [132001, 'final'],
  [132005, 'final'],
  [132007, 'final'],
  [132012, 'final'],
  [132015, 'final'],
  [132016, 'final'],
  // The number is not registered.
  [133010, 'final'],
]);

const failed = z.object({
  error: z.object({
    message: z.string().default('No reason given'),
    code: z.number(),
    error_data: z.object({ details: z.string().optional() }).optional().catch(undefined),
    fbtrace_id: z.string().optional().catch(undefined),
  }),
});

/** An error in the format of the Graph API. */
export interface CloudError {
  code: number;
  /** For people: Meta's reason, the code and the trace. */
  message: string;
}

/** The error in a body; undefined if the body is not Meta's. */
export function cloudErrorIn(body: unknown): CloudError | undefined {
  const { data } = failed.safeParse(body);
  if (!data) return undefined;
  const { code, message, error_data: more, fbtrace_id: trace } = data.error;
  return {
    code,
    message: `WhatsApp: ${more?.details ?? message} (code ${code}${trace ? `, trace ${trace}` : ''})`,
  };
}

/** Parses JSON; undefined for anything else. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

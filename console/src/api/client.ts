import { print } from '@0no-co/graphql.web';
import type { TadaDocumentNode } from 'gql.tada';
import { graphql } from './graphql.ts';
import { serverUrl } from './place.ts';
import { credential, signOut } from './session.ts';

/** One mistake in the input: its path and message. */
export interface Mistake {
  path: (string | number)[];
  message: string;
}

/** An error from the API, or an unreachable server (code OFFLINE). */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly details: Mistake[] = [],
  ) {
    super(message);
  }
}

type Answer<Data> = {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string; details?: Mistake[] } }[];
};

/** The timeout of a request, so that nobody waits forever on a dead connection. */
const PATIENCE_MS = 30_000;

/** Sends a query or mutation. */
export async function send<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const sentWith = credential();
  const body = JSON.stringify({ query: textOf(document), variables });
  const answer = await post<Data>({ credential: sentWith ?? '', body, signal });
  const error = answer.errors?.[0];
  if (!error) return answer.data as Data;
  const code = error.extensions?.code ?? 'INTERNAL';
  // Only if the rejected credential is still current: the user may have signed in again in the meantime.
  if (code === 'UNAUTHENTICATED' && sentWith === credential()) signOut('refused');
  throw new ApiError(code, error.message, error.extensions?.details);
}

interface Post {
  credential: string;
  body: string;
  signal?: AbortSignal | undefined;
}

async function post<Data>({ credential, body, signal }: Post): Promise<Answer<Data>> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${credential}`, ...idempotencyOf(body) };
  const given = { method: 'POST', headers, body, signal: signal ? AbortSignal.any([signal, patience]) : patience };
  try {
    const response = await fetch(serverUrl('graphql'), given);
    const answer = (await response.json()) as Answer<Data>;
    unanswered.delete(body);
    return answer;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('OFFLINE', 'The server cannot be reached');
  }
}

/** Keys of mutations without an answer: a repetition uses the same key, so it takes effect once. */
const unanswered = new Map<string, string>();

function idempotencyOf(body: string): Record<string, string> {
  if (!body.startsWith('{"query":"mutation')) return {};
  const key = unanswered.get(body) ?? newKey();
  unanswered.set(body, key);
  return { 'idempotency-key': key };
}

// crypto.randomUUID is missing on a page loaded over plain HTTP from another machine.
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const texts = new WeakMap<object, string>();

/** The text of a document, printed once. */
export function textOf(document: object): string {
  let text = texts.get(document);
  if (!text) texts.set(document, (text = print(document as Parameters<typeof print>[0])));
  return text;
}

const WhetherGood = graphql(`
  query WhetherGood {
    me {
      role
    }
  }
`);

/** Checks whether the session's credential is still valid; signs out if it is not. */
export async function askWhetherSignedIn(): Promise<void> {
  await send(WhetherGood, {}).catch(() => undefined);
}

/** Checks a credential before signing in. Throws an ApiError if that is not possible. */
export async function isGoodCredential(credential: string): Promise<boolean> {
  const { errors } = await post({ credential, body: JSON.stringify({ query: textOf(WhetherGood) }) });
  const code = errors && (errors[0]?.extensions?.code ?? 'INTERNAL');
  if (code && code !== 'UNAUTHENTICATED') throw new ApiError(code, errors[0]!.message);
  return !code;
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { LIMITS } from '../../kernel/limits.js';
import { HttpInDoubtError, HttpNotSentError } from './http.errors.js';

const MAX_RESPONSE_BYTES = 64 * 1024;

/** A GET request. */
export interface HttpGet {
  /** http or https. */
  url: string;
  headers: Record<string, string>;
  /** Aborts the request. */
  signal?: AbortSignal;
  /** Time until the last byte of the answer; defaults to the webhook deadline. */
  deadlineMs?: number;
  /** The answer is cut after this many bytes; 64 KiB by default. */
  maxResponseBytes?: number;
}

/** A POST request. */
export interface HttpPost extends HttpGet {
  body: string;
}

/** An answer with any status, including redirects. */
export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** UTF-8 text, cut at the limit, without NUL, which Postgres cannot store. */
  body: string;
}

/** Posts over a pool. Throws HttpNotSentError if nothing was sent, otherwise HttpInDoubtError. */
export const post = (pool: Dispatcher, request: HttpPost): Promise<HttpAnswer> => exchange(pool, 'POST', request);

/** Reads over a pool, with the same errors. */
export const get = (pool: Dispatcher, request: HttpGet): Promise<HttpAnswer> => exchange(pool, 'GET', request);

function exchange(pool: Dispatcher, method: 'GET' | 'POST', request: HttpGet & { body?: string }): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const { pathname, search, origin } = new URL(request.url);
    const handler = new HttpExchange(request, { resolve, reject });
    const { headers, body } = request;
    if (handler.isOver) return;
    // We enforce one total deadline: undici's timeouts restart with each byte.
    const patience = { headersTimeout: 0, bodyTimeout: 0 };
    pool.dispatch({ origin, path: `${pathname}${search}`, method, headers, body, ...patience }, handler);
  });
}

/** One request: tracks whether it was sent, reads no more than the limit, and ends at the deadline whatever the server does. */
class HttpExchange implements Dispatcher.DispatchHandler {
  private readonly timer: NodeJS.Timeout;
  private readonly chunks: Buffer[] = [];
  private room: number;
  private controller?: Dispatcher.DispatchController;
  private answer?: Omit<HttpAnswer, 'body'>;
  isOver = false;

  constructor(
    private readonly request: HttpGet,
    private readonly settle: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void },
  ) {
    const { signal, deadlineMs = LIMITS.webhookDeadlineMs, maxResponseBytes = MAX_RESPONSE_BYTES } = request;
    this.room = maxResponseBytes;
    this.timer = setTimeout(() => this.fail(new Error(`No complete answer within ${deadlineMs} ms`)), deadlineMs);
    signal?.addEventListener('abort', this.abandon);
    if (signal?.aborted) this.abandon();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.isOver) return void controller.abort(new Error('Given up'));
    this.controller = controller;
  }

  onResponseStart(_: unknown, status: number, headers: IncomingHttpHeaders): void {
    if (status >= 200) this.answer = { status, headers };
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isOver) return;
    this.chunks.push(chunk.subarray(0, this.room));
    this.room -= chunk.length;
    if (this.room > 0) return;
    this.succeed();
    controller.abort(new Error('Enough'));
  }

  onResponseEnd(): void {
    this.succeed();
  }

  onResponseError(_: unknown, error: Error): void {
    this.fail(error);
  }

  private readonly abandon = () => this.fail(new Error('Aborted: the step was stopped'));

  private succeed(): void {
    if (!this.end()) return;
    // A character cut in half at the limit is dropped.
    const text = new TextDecoder().decode(Buffer.concat(this.chunks), { stream: true });
    this.settle.resolve({ ...this.answer!, body: text.replaceAll('\0', '\ufffd') });
  }

  private fail(error: Error): void {
    if (!this.end()) return;
    this.settle.reject(this.typed(error));
    this.controller?.abort(error);
  }

  private end(): boolean {
    if (this.isOver) return false;
    clearTimeout(this.timer);
    this.request.signal?.removeEventListener('abort', this.abandon);
    return (this.isOver = true);
  }

  private typed(error: Error): Error {
    if (error instanceof HttpNotSentError) return error;
    const { host } = new URL(this.request.url);
    const reason = error.message || (error as NodeJS.ErrnoException).code;
    return this.controller
      ? new HttpInDoubtError(`${host} was sent the request and did not answer it whole: ${reason}`, { cause: error })
      : new HttpNotSentError(`${host} was not reached: ${reason}`, { cause: error });
  }
}

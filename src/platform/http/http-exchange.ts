import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { LIMITS } from '../../kernel/limits.js';
import { HttpInDoubtError, HttpNotSentError } from './http.errors.js';

const MAX_RESPONSE_BYTES = 64 * 1024;

/** A POST to be made. */
export interface HttpPost {
  /** http or https. */
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Gives up early. */
  signal?: AbortSignal;
  /** From now till the last byte of the answer; the webhook deadline when not given. */
  deadlineMs?: number;
  /** The answer is read this far and cut; 64 KiB when not given. */
  maxResponseBytes?: number;
}

/** An answer, of whatever status; redirects are answers too. */
export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** As UTF-8, cut at the cap, without NUL, which Postgres cannot keep. */
  body: string;
}

/** Posts over a pool. Throws HttpNotSentError while nothing has left, HttpInDoubtError after. */
export function post(pool: Dispatcher, request: HttpPost): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const { pathname, search, origin } = new URL(request.url);
    const exchange = new HttpExchange(request, { resolve, reject });
    const { headers, body } = request;
    if (exchange.isOver) return;
    // The deadline is ours and total: undici's own ones begin anew with each byte.
    const patience = { headersTimeout: 0, bodyTimeout: 0 };
    pool.dispatch({ origin, path: `${pathname}${search}`, method: 'POST', headers, body, ...patience }, exchange);
  });
}

/** One request on its way: knows whether it has left, reads no more than it must, and ends at the deadline whatever the other side does. */
class HttpExchange implements Dispatcher.DispatchHandler {
  private readonly timer: NodeJS.Timeout;
  private readonly chunks: Buffer[] = [];
  private room: number;
  private controller?: Dispatcher.DispatchController;
  private answer?: Omit<HttpAnswer, 'body'>;
  isOver = false;

  constructor(
    private readonly request: HttpPost,
    private readonly settle: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void },
  ) {
    const { signal, deadlineMs = LIMITS.webhookDeadlineMs, maxResponseBytes = MAX_RESPONSE_BYTES } = request;
    this.room = maxResponseBytes;
    this.timer = setTimeout(() => this.fail(new Error(`No whole answer within ${deadlineMs} ms`)), deadlineMs);
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

  private readonly abandon = () => this.fail(new Error('Given up: the step was stopped'));

  private succeed(): void {
    if (!this.end()) return;
    // A character cut in half at the cap is left out.
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

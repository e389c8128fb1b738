import { WebhookReceiver, type ReceivedRequest } from './webhook-receiver.js';

/** A webhook receiver that answers each request only when told to. */
export class SlowReceiver {
  private readonly waiting: (() => void)[] = [];
  private constructor(readonly receiver: WebhookReceiver) {}

  static async start(): Promise<SlowReceiver> {
    const slow: SlowReceiver = new SlowReceiver(
      await WebhookReceiver.start((response) => void slow.waiting.push(() => response.writeHead(200).end())),
    );
    return slow;
  }

  /** Waits for the webhook whose address ends with this, and answers it. */
  async answer(path: string): Promise<void> {
    const has = (requests: ReceivedRequest[]) => requests.findIndex((request) => request.path === path);
    let requests = this.receiver.requests;
    while (has(requests) < 0) requests = await this.receiver.received(requests.length + 1);
    this.waiting[has(requests)]!();
  }
}

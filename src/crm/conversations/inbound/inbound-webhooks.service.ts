import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DomainError } from '../../../kernel/errors.js';
import { isId, newId } from '../../../kernel/ids.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { outside, type Origin } from '../../../platform/events/origin.js';
import { Poll } from '../../../platform/poll.js';
import { ConversationsService } from '../conversations.service.js';
import { MESSAGE_SETTLED, type MessageSettled } from '../message-settled.js';
import { inboundOf } from './cloud-message.js';
import { reportOf } from './cloud-status.js';
import { readCloudWebhook, type CloudStatus, type CloudWebhook } from './cloud-webhook.js';
import { FAILED, FORGET, PROCESSED, STORE, TAKE_LEFT } from './inbound-webhooks.statements.js';

const LANES = 4;
const MOST_HELD = 1_000;
const BATCH = 50;
const EVERY_MS = 5_000;

interface StoredWebhook {
  id: string;
  workspaceId: string;
  body: Buffer;
}

/** What channels deliver: stored first, processed after; processing one twice changes nothing twice. */
@Injectable()
export class InboundWebhooks implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(InboundWebhooks.name);
  private readonly poll = new Poll('The sweep for inbound webhooks', EVERY_MS, () => this.sweep());
  private readonly held: StoredWebhook[] = [];
  private readonly lanes = new Set<Promise<void>>();

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly conversations: ConversationsService,
    private readonly emitter: EventEmitter2,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.runsExecutions) this.poll.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.poll.stop();
    await this.idle();
  }

  /** Resolves when the body is stored, processing it is then under way; false when there is no such workspace. */
  async accept(workspaceId: string, body: Buffer): Promise<boolean> {
    const [stored] = isId(workspaceId) ? await this.database.query<StoredWebhook>(STORE, [newId(), workspaceId, body]) : [];
    // More than this waits in the database, where the poll finds it.
    if (stored && this.held.length < MOST_HELD) this.held.push(stored);
    if (this.lanes.size < LANES) this.openLane();
    return stored !== undefined;
  }

  /** Processes what was left by processes that died, and what failed. */
  async sweep(): Promise<void> {
    for (;;) {
      const left = await this.database.query<StoredWebhook>(TAKE_LEFT, [BATCH]);
      for (const webhook of left) await this.process(webhook);
      if (left.length < BATCH) break;
    }
    await this.database.query(FORGET);
  }

  /** Resolves when everything accepted so far was processed, or has failed and is left to the sweep. */
  async idle(): Promise<void> {
    while (this.lanes.size > 0) await Promise.all(this.lanes);
  }

  private openLane(): void {
    const lane = this.lane().finally(() => this.lanes.delete(lane));
    this.lanes.add(lane);
  }

  private async lane(): Promise<void> {
    for (let webhook = this.held.shift(); webhook; webhook = this.held.shift()) await this.process(webhook);
  }

  private async process({ id, workspaceId, body }: StoredWebhook): Promise<void> {
    try {
      const webhook = readCloudWebhook(JSON.parse(body.toString()));
      const refused = [...webhook.unreadable, ...(await this.receive(workspaceId, webhook)), ...(await this.settle(workspaceId, webhook))];
      if (refused.length > 0) this.log.warn({ msg: 'An inbound webhook had parts that were refused', webhookId: id, workspaceId, refused });
      await this.database.query(PROCESSED, [id, refused.join('\n') || null]);
    } catch (error) {
      this.log.error({ msg: 'An inbound webhook failed; it is tried again', webhookId: id, workspaceId, err: error });
      await this.database.query(FAILED, [id, String(error)]).catch(() => undefined);
    }
  }

  private receive(workspaceId: string, { messages }: CloudWebhook): Promise<string[]> {
    const origin = outside(workspaceId, { type: 'channel', id: null });
    return refusalsOf(messages, (each) => this.unitOfWork.run(origin, (work) => this.conversations.receive(work, inboundOf(each))));
  }

  private settle(workspaceId: string, { statuses }: CloudWebhook): Promise<string[]> {
    const origin = outside(workspaceId, { type: 'channel', id: null });
    return refusalsOf(statuses, (status) => this.settleOne(origin, status));
  }

  private async settleOne(origin: Origin, status: CloudStatus): Promise<void> {
    const report = reportOf(status);
    const messageId = report && (await this.messageOf(origin.workspaceId, status));
    if (!messageId) return;
    const settled = await this.unitOfWork.run(origin, (work) => this.conversations.settleOutbound(work, messageId, report));
    const told: MessageSettled = { workspaceId: origin.workspaceId, messageId };
    if (settled) this.emitter.emit(MESSAGE_SETTLED, told);
  }

  // Our own id comes back with the status, also when the answer that named the provider's id was lost.
  private async messageOf(workspaceId: string, { id, biz_opaque_callback_data: ours }: CloudStatus): Promise<string | null> {
    if (isId(ours)) return ours;
    return this.conversations.outboundByProviderId(this.unitOfWork.reader(workspaceId), id);
  }
}

/** Does each by itself; one that is refused for good keeps none of the others. Anything else is for another attempt. */
async function refusalsOf<Part>(parts: Part[], perform: (part: Part) => Promise<unknown>): Promise<string[]> {
  const refusals: string[] = [];
  for (const part of parts) {
    await perform(part).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      refusals.push(error.message);
    });
  }
  return refusals;
}

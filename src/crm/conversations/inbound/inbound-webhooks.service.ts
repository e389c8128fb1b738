import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DomainError } from '../../../kernel/errors.js';
import { newId, toId } from '../../../kernel/ids.js';
import { Database } from '../../../platform/database/database.js';
import { UnitOfWork } from '../../../platform/work/unit-of-work.js';
import { EFFECT_SETTLED, type EffectSettled } from '../../../platform/events/effect-settled.js';
import { outside, type Origin } from '../../../platform/events/origin.js';
import { Pulse } from '../../../platform/pulse/pulse.service.js';
import { WhatsAppAccounts } from '../accounts/whatsapp-accounts.service.js';
import { ConversationsService } from '../conversations.service.js';
import { inboundOf } from './cloud-message.js';
import { reportOf } from './cloud-status.js';
import { numbersIn, readCloudWebhook, type CloudStatus, type CloudWebhook } from './cloud-webhook.js';
import { ANY_LEFT, FAILED, FORGET, PROCESSED, STORE, TAKE_LEFT } from './inbound-webhooks.statements.js';

const LANES = 4;
const MOST_HELD = 1_000;
const BATCH = 50;
const EVERY_SECONDS = 5;

interface StoredWebhook {
  id: string;
  workspaceId: string;
  body: Buffer;
  /** The own number for which it was accepted; null for the account of the server's settings. */
  phoneNumberId: string | null;
}

/** What channels deliver: stored first, processed after; processing one twice changes nothing twice. */
@Injectable()
export class InboundWebhooks implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(InboundWebhooks.name);
  private readonly held: StoredWebhook[] = [];
  private readonly lanes = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly conversations: ConversationsService,
    private readonly accounts: WhatsAppAccounts,
    private readonly emitter: EventEmitter2,
    private readonly pulse: Pulse,
  ) {}

  onApplicationBootstrap(): void {
    this.pulse.begin({
      name: 'The sweep for inbound webhooks',
      everySeconds: EVERY_SECONDS,
      isDue: ANY_LEFT,
      turn: () => this.sweep(),
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.pulse.stop();
    await this.idle();
  }

  /**
   * Resolves when the body is stored, processing it is then under way; false when there is no such workspace. With an own number,
   * only what is for that number is processed; without, what is for no workspace's own number.
   */
  async accept(workspaceId: string, body: Buffer, phoneNumberId: string | null = null): Promise<boolean> {
    const id = toId(workspaceId);
    const [stored] = id ? await this.database.query<StoredWebhook>(STORE, [newId(), id, body, phoneNumberId]) : [];
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

  private async process(stored: StoredWebhook): Promise<void> {
    const { id, workspaceId } = stored;
    try {
      const webhook = await this.read(stored);
      const parts = [...this.receiving(workspaceId, webhook), ...this.settling(workspaceId, webhook)];
      const { refusals, failures } = await outcomesOf(parts);
      // For another attempt, of the whole: what was done is not done twice.
      if (failures.length > 0) throw failures[0];
      const refused = [...webhook.unreadable, ...refusals];
      if (refused.length > 0)
        this.log.warn({ msg: 'An inbound webhook had parts that were refused', webhookId: id, workspaceId, refused });
      await this.database.query(PROCESSED, [id, refused.join('\n') || null]);
    } catch (error) {
      this.log.error({ msg: 'An inbound webhook failed; it is tried again', webhookId: id, workspaceId, err: error });
      await this.database.query(FAILED, [id, String(error)]).catch(() => undefined);
    }
  }

  private async read({ body, phoneNumberId }: StoredWebhook): Promise<CloudWebhook> {
    const json: unknown = JSON.parse(body.toString());
    if (phoneNumberId) return readCloudWebhook(json, (number) => number === phoneNumberId);
    const owned = await this.accounts.owned(numbersIn(json));
    return readCloudWebhook(json, (number) => !number || !owned.has(number));
  }

  private receiving(workspaceId: string, { messages }: CloudWebhook): Part[] {
    const origin = fromChannel(workspaceId);
    return messages.map(
      (each) => () => this.unitOfWork.run(origin, (work) => this.conversations.receive(work, inboundOf(each))),
    );
  }

  private settling(workspaceId: string, { statuses }: CloudWebhook): Part[] {
    return statuses.map((status) => () => this.settle(workspaceId, status));
  }

  private async settle(workspaceId: string, status: CloudStatus): Promise<void> {
    const report = reportOf(status);
    if (!report) return;
    // Our own id comes back with the status, also when the answer that named the provider's id was lost.
    const { id, biz_opaque_callback_data: ours } = status;
    const sent = await this.conversations.outbound(this.unitOfWork.reader(workspaceId), toId(ours) ?? null, id);
    if (!sent) return;
    const { id: messageId, ...cascade } = sent;
    // An event about a message belongs to the cascade that sent the message: this ends a loop of automations that answer failed messages with messages.
    const origin: Origin = { ...fromChannel(workspaceId), ...cascade };
    const settled = await this.unitOfWork.run(origin, (work) =>
      this.conversations.settleOutbound(work, messageId, report),
    );
    if (!settled || !sent.executionId) return;
    // A message bears the id of the step that sends it.
    const told: EffectSettled = { workspaceId, executionId: sent.executionId, stepId: messageId };
    this.emitter.emit(EFFECT_SETTLED, told);
  }
}

/** What there is to do about one part of a delivery. */
type Part = () => Promise<unknown>;

const fromChannel = (workspaceId: string) => outside(workspaceId, { type: 'channel', id: null });

/** Does each by itself, whatever became of the others: refusals are for good, failures for another attempt. */
async function outcomesOf(parts: Part[]): Promise<{ refusals: string[]; failures: unknown[] }> {
  const refusals: string[] = [];
  const failures: unknown[] = [];
  for (const perform of parts) {
    try {
      await perform();
    } catch (error) {
      if (error instanceof DomainError) refusals.push(error.message);
      else failures.push(error);
    }
  }
  return { refusals, failures };
}

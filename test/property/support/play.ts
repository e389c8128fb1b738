import { Workshop } from '../../support/workshop.js';
import { clientOf, type Client } from '../../support/test-server.js';
import { round, type Model } from './model.js';
import type { OrderView } from './model-run.js';
import { ORDERS, seen } from './seen.js';
import type { Stand } from './stand.js';
import { STAGES } from './steps.js';
import { paceOf, type AutomationSpec, type Command, type Mishap } from './story.js';
import { actionOf, settingsOf, triggerOf } from './written.js';

const HOUR_MS = 3_600_000;

const RUNNING = `SELECT x.id, x.automation_id AS "automationId", e.order_id AS "orderId" FROM execution x JOIN event e ON e.id = x.event_id WHERE x.status = 'RUNNING'`;
const IN_ORDER = `SELECT x.id FROM execution x WHERE x.workspace_id = $1 ORDER BY x.subject_id, x.event_seq, array_position($2::uuid[], x.automation_id)`;

/** Plays a story on the stand: the same commands as the model's, with a view of the same things. */
export class Play {
  private constructor(
    private readonly stand: Stand,
    private readonly shop: Workshop,
    private readonly contactIds: string[],
    private readonly automationIds: string[],
  ) {}

  static async begin(stand: Stand, automations: AutomationSpec[]): Promise<Play> {
    stand.go(paceOf({ automations }));
    const shop = await Workshop.open(await stand.server.client(), { stages: [...STAGES] });
    const { createContact } = await shop.client.send<{ createContact: { id: string } }>('CreateContact', {
      input: { name: 'Eva', phone: '+5511999990001' },
    });
    const now = await stand.now();
    const ids: string[] = [];
    for (const [automation, spec] of automations.entries()) {
      const desk = { automation, shop, url: stand.receiver.url, now };
      const more = {
        name: String(automation),
        trigger: triggerOf(spec, shop),
        conditions: spec.conditions ?? undefined,
        settings: settingsOf(spec.rules, desk),
      };
      const actions = spec.steps.map((step) => actionOf(step, desk));
      ids.push(await shop.automate(actions, more));
    }
    return new Play(stand, shop, [shop.contactId, createContact.id], ids);
  }

  /** Executes the command, and waits until nothing more can run. */
  async follow(command: Command, model: Model): Promise<void> {
    const mishap = 'meanwhile' in command ? command.meanwhile : 'none';
    this.stand.begin({ hold: mishap !== 'none' });
    await this.act(command, model);
    await this.stand.settle();
    if (this.stand.isHolding) await this.happen(mishap);
    this.stand.release();
    await this.stand.settle();
  }

  /** The state of every order, in the model's form. */
  view(): Promise<OrderView[]> {
    return seen(this.stand, this.client, this.automationIds);
  }

  private async act(command: Command, model: Model): Promise<void> {
    if (command.do === 'create') return this.create(command);
    if (command.do === 'move') return this.move(command);
    if (command.do === 'cancel' || command.do === 'retry') return this.control(command, model);
    if (command.do === 'switch')
      return void (await this.client.send('SetAutomationEnabled', {
        id: round(this.automationIds, command.automation),
        enabled: command.on,
      }));
    if (command.do === 'advance') return this.stand.advance(command.hours * HOUR_MS);
    if (command.do === 'restart') return this.stand.restart(command.server);
    this.stand.disturb(command);
  }

  private async create({ name, value, contact }: { name: string; value: string; contact: number }): Promise<void> {
    await this.client.send('CreateOrder', {
      input: { name, value, contactId: this.contactIds[contact], pipelineId: this.shop.pipelineId },
    });
  }

  private async move({ order, stage }: { order: number; stage: string }): Promise<void> {
    const orders = await this.stand.database.query<{ id: string }>(ORDERS, [this.shop.client.workspaceId]);
    const found = round(orders, order);
    if (found) await this.client.send('MoveOrder', { id: found.id, stageId: this.shop.stage(stage) });
  }

  private async happen(mishap: Mishap): Promise<void> {
    if (mishap === 'worker dies') return this.stand.takeOver();
    const [running] = await this.stand.database.query<{ id: string; automationId: string; orderId: string }>(RUNNING);
    const { id, automationId, orderId } = running!;
    if (mishap === 'cancel') await this.client.send('CancelExecution', { id });
    else if (mishap === 'disable') await this.client.send('SetAutomationEnabled', { id: automationId, enabled: false });
    else await this.client.send('MoveOrder', { id: orderId, stageId: this.shop.stage(mishap) });
  }

  // A command that is impossible now is refused, and changes nothing.
  private async control(command: { do: 'cancel' | 'retry'; execution: number }, model: Model): Promise<void> {
    const id = await this.executionOf(model.place(command));
    if (id) await this.client.answer(command.do === 'cancel' ? 'CancelExecution' : 'RetryExecution', { id });
  }

  // Counts by order, event and automation, like the model.
  private async executionOf(index: number): Promise<string | undefined> {
    const rows = await this.stand.database.query<{ id: string }>(IN_ORDER, [
      this.shop.client.workspaceId,
      this.automationIds,
    ]);
    return rows[index]?.id;
  }

  private get client(): Client {
    const { workspaceId, key } = this.shop.client;
    return clientOf(this.stand.server.url, workspaceId, key);
  }
}

import { decisionsOfEvents } from '../../../src/automations/decisions/decisions-of-events.js';
import type { Reader } from '../../../src/platform/database/reader.js';
import { Workshop } from '../../support/workshop.js';
import { clientOf, type Client } from '../../support/test-server.js';
import { round, type Model, type OrderView } from './model.js';
import type { Stand } from './stand.js';
import { STAGES, type ActionSpec, type AutomationSpec, type Command, type Mishap } from './story.js';

const HOUR_MS = 3_600_000;

const ORDERS = `SELECT o.id, s.name AS stage FROM "order" o JOIN stage s ON s.id = o.stage_id WHERE o.workspace_id = $1 ORDER BY o.id`;
const EVENTS = `
  SELECT e.id, e.order_id AS "orderId", e.type, e.cascade_depth AS depth
  FROM event e WHERE e.workspace_id = $1 AND e.order_id IS NOT NULL AND e.type LIKE 'order.%' ORDER BY e.seq`;
const TASKS = `SELECT title FROM task WHERE workspace_id = $1`;
const RUNNING = `SELECT id, automation_id AS "automationId" FROM execution WHERE status = 'RUNNING'`;

interface EventRow {
  id: string;
  orderId: string;
  type: string;
  depth: number;
}

/** A story as it is played on the stand: the same commands as the model's, and what is seen of them. */
export class Play {
  private constructor(
    private readonly stand: Stand,
    private readonly shop: Workshop,
    private readonly automationIds: string[],
  ) {}

  static async begin(stand: Stand, automations: AutomationSpec[]): Promise<Play> {
    const shop = await Workshop.open(await stand.server.client(), { stages: [...STAGES] });
    const ids: string[] = [];
    for (const [index, spec] of automations.entries()) {
      const trigger =
        spec.on === 'created' ? { type: 'order.created' } : shop.onStage(spec.on === 'moved' ? undefined : spec.on);
      const actions = spec.actions.map((action, step) =>
        actionOf(action, `${index}/${step}`, { shop, url: stand.receiver.url }),
      );
      ids.push(
        await shop.automate(actions, { name: String(index), trigger, conditions: spec.conditions ?? undefined }),
      );
    }
    return new Play(stand, shop, ids);
  }

  /** Does what the command does, and waits until nothing can go on. */
  async follow(command: Command, model: Model): Promise<void> {
    const mishap = 'meanwhile' in command ? command.meanwhile : 'none';
    this.stand.begin({ hold: mishap !== 'none' });
    await this.act(command, model);
    await this.stand.settle();
    if (this.stand.isHolding) await this.happen(mishap);
    this.stand.release();
    await this.stand.settle();
  }

  /** What there is to be seen of every order, as the model tells it. */
  async view(): Promise<OrderView[]> {
    const workspace = [this.shop.client.workspaceId];
    const orders = await this.stand.database.query<{ id: string; stage: string }>(ORDERS, workspace);
    const rows = await this.stand.database.query<EventRow>(EVENTS, workspace);
    const reader: Reader = {
      workspaceId: workspace[0]!,
      query: (text, values) => this.stand.database.query(text, values),
    };
    const decided = await decisionsOfEvents(
      reader,
      rows.map(({ id }) => id),
      { first: 100, after: null },
    );
    const events = rows.map((row, index) => ({ ...row, decisions: decided[index]! }));
    const tasks = await this.stand.database.query<{ title: string }>(TASKS, workspace);
    const executions = await this.seenBy().executions();
    return orders.map(({ id, stage }) => {
      const own = events.filter(({ orderId }) => orderId === id);
      const nth = new Map(own.map((event, index) => [event.id, index]));
      const ordinal = (text: string) => text.replace(/(?<![^/])[^/]+$/, (eventId) => String(nth.get(eventId)));
      return {
        stage,
        events: own.map(({ type, depth, decisions }) => ({
          type,
          depth,
          decisions: decisions.map((each) => `${this.automationIds.indexOf(each.automationId)} ${each.outcome}`),
        })),
        tasks: tasks
          .map(({ title }) => title)
          .filter((title) => nth.has(title.split('/')[2]!))
          .map(ordinal)
          .sort(),
        executions: executions
          .filter(({ event }) => nth.has(event.id))
          .map(({ automation, event, status, error, steps }) => ({
            automation: this.automationIds.indexOf(automation.id),
            event: nth.get(event.id)!,
            status,
            error: error?.code ?? null,
            steps: steps.map((step) => ({ status: step.status, attempts: step.attempts })),
            calls: steps.map((_, index) => this.callsOf(`${automation.name}/${index}/${event.id}`)),
          }))
          .sort((a, b) => a.event - b.event || a.automation - b.automation),
      };
    });
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

  private async create({ name, value }: { name: string; value: string }): Promise<void> {
    await this.client.send('CreateOrder', {
      input: { name, value, contactId: this.shop.contactId, pipelineId: this.shop.pipelineId },
    });
  }

  private async move({ order, stage }: { order: number; stage: string }): Promise<void> {
    const orders = await this.stand.database.query<{ id: string }>(ORDERS, [this.shop.client.workspaceId]);
    const found = round(orders, order);
    if (found) await this.client.send('MoveOrder', { id: found.id, stageId: this.shop.stage(stage) });
  }

  private async happen(mishap: Mishap): Promise<void> {
    if (mishap === 'worker dies') return this.stand.takeOver();
    const [running] = await this.stand.database.query<{ id: string; automationId: string }>(RUNNING);
    if (mishap === 'cancel') await this.client.send('CancelExecution', { id: running!.id });
    else await this.client.send('SetAutomationEnabled', { id: running!.automationId, enabled: false });
  }

  // What is not possible now is refused, and changes nothing.
  private async control(command: { do: 'cancel' | 'retry'; execution: number }, model: Model): Promise<void> {
    const id = await this.executionOf(model.place(command));
    if (id) await this.client.answer(command.do === 'cancel' ? 'CancelExecution' : 'RetryExecution', { id });
  }

  // Counted by order, event and automation, as the model does.
  private async executionOf(index: number): Promise<string | undefined> {
    const rows = await this.stand.database.query<{ id: string }>(IN_ORDER, [
      this.shop.client.workspaceId,
      this.automationIds,
    ]);
    return rows[index]?.id;
  }

  private callsOf(marker: string): number[] {
    const times = new Map<unknown, number>();
    for (const { headers, body } of this.stand.receiver.requests) {
      if ((JSON.parse(body) as { marker: string }).marker === marker)
        times.set(headers['webhook-id'], (times.get(headers['webhook-id']) ?? 0) + 1);
    }
    return [...times.values()];
  }

  private get client(): Client {
    const { workspaceId, key } = this.shop.client;
    return clientOf(this.stand.server.url, workspaceId, key);
  }

  private seenBy(): Workshop {
    return Object.assign(Object.create(this.shop) as Workshop, { client: this.client });
  }
}

const IN_ORDER = `SELECT x.id FROM execution x WHERE x.workspace_id = $1 ORDER BY x.subject_id, x.event_seq, array_position($2::uuid[], x.automation_id)`;

function actionOf(action: ActionSpec, key: string, { shop, url }: { shop: Workshop; url: string }) {
  const common = {
    key: `step${key.replace('/', '_')}`,
    ...(action.delayHours > 0 && { delay: `${action.delayHours}h` }),
  };
  const marker = `${key}/{{ event.id }}`;
  if (action.does === 'call')
    return {
      ...common,
      type: 'webhook',
      params: { url, payload: { marker, failures: action.failures, gone: action.gone } },
    };
  if (action.does === 'move') return { ...common, type: 'change_stage', params: { stageId: shop.stage(action.stage) } };
  return {
    ...common,
    type: 'create_task',
    params: { title: action.does === 'task' ? marker : '{{ order.customFields.nothing }}' },
  };
}

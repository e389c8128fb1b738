import type { Client } from './test-server.js';

/** A step as the log shows it. */
interface StepView {
  key: string;
  status: string;
  attempts: number;
  input: unknown;
  output: Record<string, unknown> | null;
  error: { code: string; message: string; retryable: boolean } | null;
  startedAt: string | null;
  completedAt: string | null;
}

/** An execution as the log shows it. */
export interface ExecutionView {
  id: string;
  status: string;
  automation: { id: string; name: string };
  automationVersion: number;
  event: { id: string; type: string; cascadeDepth: number };
  cascadeDepth: number;
  wakeAt: string | null;
  error: { code: string; message: string } | null;
  startedAt: string | null;
  steps: StepView[];
}

/** The decision about one automation for an event. */
export interface DecisionView {
  automation: { id: string; name: string };
  outcome: string;
  reason: string;
  execution: { id: string; status: string } | null;
}

interface OrderView {
  id: string;
  name: string;
  value: string;
  stage: { name: string };
  sourceOrder: { id: string } | null;
  relatedOrders: { id: string }[];
  items: { title: string; quantity: number }[];
  tags: { name: string }[];
}

type Action = { type: string; key?: string; params?: object; delay?: string; arms?: object[]; otherwise?: object[] };
type Edges<Node> = { edges: { node: Node }[] };
type Created = Record<string, { id: string }>;

/** A pipeline and a contact in a client's workspace, with methods for common actions. */
export class Workshop {
  private constructor(
    readonly client: Client,
    readonly pipelineId: string,
    private readonly stages: { id: string; name: string }[],
    readonly contactId: string,
  ) {}

  static async open(
    client: Client,
    { stages = ['New', 'Won', 'Lost'], contact = {} }: { stages?: string[]; contact?: object } = {},
  ): Promise<Workshop> {
    const { createPipeline: pipeline } = await client.send<{
      createPipeline: { id: string; stages: { id: string; name: string }[] };
    }>('CreatePipeline', { input: { name: 'Sales', stages } });
    const { createContact } = await client.send<Created>('CreateContact', {
      input: { name: 'Ana', phone: '+5511999990000', ...contact },
    });
    return new Workshop(client, pipeline.id, pipeline.stages, createContact!.id);
  }

  /** The id of a stage. */
  stage(name: string): string {
    return this.stages.find((stage) => stage.name === name)!.id;
  }

  /** Creates an order for the contact. Resolves with its id. */
  async order(input: object = {}): Promise<string> {
    const { createOrder } = await this.client.send<Created>('CreateOrder', {
      input: { name: 'Beans', contactId: this.contactId, pipelineId: this.pipelineId, ...input },
    });
    return createOrder!.id;
  }

  async move(orderId: string, stage: string): Promise<void> {
    await this.client.send('MoveOrder', { id: orderId, stageId: this.stage(stage) });
  }

  /** Creates an automation that by default listens for orders that move to Won. Resolves with its id. */
  async automate(
    actions: Action[],
    more: { trigger?: object; name?: string; conditions?: object; enabled?: boolean; settings?: object } = {},
  ): Promise<string> {
    const input = { name: 'Won', actions, ...more, trigger: more.trigger ?? this.onStage('Won') };
    const { createAutomation } = await this.client.send<Created>('CreateAutomation', { input });
    return createAutomation!.id;
  }

  /** A trigger for orders that move to this stage, or to any. */
  onStage(name?: string): object {
    return { type: 'order.stage_changed', config: name ? { stageId: this.stage(name) } : {} };
  }

  async execution(id: string): Promise<ExecutionView> {
    return (await this.client.send<{ execution: ExecutionView }>('ExecutionById', { id })).execution;
  }

  /** All executions, oldest first. */
  async executions(filter: object = {}): Promise<ExecutionView[]> {
    const { executions } = await this.client.send<{ executions: Edges<ExecutionView> }>('Executions', {
      filter,
      first: 100,
    });
    return executions.edges.map(({ node }) => node).reverse();
  }

  /** All events of a type, oldest first. */
  async events(type: string): Promise<{ id: string; cascadeDepth: number }[]> {
    const { events } = await this.client.send<{ events: Edges<{ id: string; cascadeDepth: number }> }>('Events', {
      filter: { type },
      first: 100,
    });
    return events.edges.map(({ node }) => node).reverse();
  }

  async decisions(eventId: string): Promise<DecisionView[]> {
    return (await this.client.send<{ event: { decisions: DecisionView[] } }>('ExplainEvent', { id: eventId })).event
      .decisions;
  }

  /** The titles of the contact's tasks, oldest first. */
  async tasks(): Promise<string[]> {
    const { contact } = await this.client.send<{ contact: { tasks: { id: string; title: string }[] } }>('ContactById', {
      id: this.contactId,
    });
    return contact.tasks.sort((a, b) => a.id.localeCompare(b.id)).map(({ title }) => title);
  }

  async orderById(id: string): Promise<OrderView> {
    return (await this.client.send<{ order: OrderView }>('OrderById', { id })).order;
  }

  /** The contact's orders, oldest first. */
  async orders(): Promise<{ id: string; name: string }[]> {
    const { contact } = await this.client.send<{ contact: { orders: { id: string; name: string }[] } }>('ContactById', {
      id: this.contactId,
    });
    return contact.orders.sort((a, b) => a.id.localeCompare(b.id));
  }

  /** Receives a message from the contact. */
  async receive(text: string, more: object = {}): Promise<string> {
    const { receiveMessage } = await this.client.send<Created>('ReceiveMessage', {
      input: { phone: '+5511999990000', text, ...more },
    });
    return receiveMessage!.id;
  }

  async messages(): Promise<{ direction: string; status: string }[]> {
    const { messages } = await this.client.send<{ messages: Edges<{ direction: string; status: string }> }>(
      'ConversationMessages',
      { contactId: this.contactId },
    );
    return messages.edges.map(({ node }) => node).reverse();
  }
}

/** The statuses of steps, in order. */
export const statuses = ({ steps }: { steps: { status: string }[] }) => steps.map(({ status }) => status);

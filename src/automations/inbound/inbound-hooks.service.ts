import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ContactsService } from '../../crm/contacts/contacts.service.js';
import { DefinitionSecrets } from '../../executions/definition/definition-secrets.js';
import type { DefinitionBody } from '../../executions/definition/definition.js';
import { valueAt, type JsonObject } from '../../kernel/json.js';
import { Database } from '../../platform/database/database.js';
import type { Reader } from '../../platform/database/reader.js';
import { outside } from '../../platform/events/origin.js';
import { Pulse } from '../../platform/pulse/pulse.service.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { webhookReceived } from '../../triggers/events/webhook-received.events.js';
import { webhookTrigger } from '../../triggers/library/webhook.trigger.js';
import { hashOf } from '../addresses/hook-addresses.js';
import { ANY_OLD, FIND, FORGET, TAKE } from './inbound-hooks.statements.js';

const EVERY_SECONDS = 60;
const BATCH = 500;

type Config = ReturnType<typeof webhookTrigger.config.parse>;

/** An automation that another system calls. */
export interface Hook {
  automationId: string;
  workspaceId: string;
  isOn: boolean;
  config: Config;
  /** The database's time. */
  now: Date;
}

/** A request that is authentic. */
export interface Delivery {
  /** Identifies the request when it is sent again; null if the sender gives none. */
  key: string | null;
  body: JsonObject;
  headers: Record<string, string>;
}

type Row = Omit<Hook, 'config'> & { trigger: DefinitionBody['trigger'] };

/** What other systems send to the addresses of automations: stored as events, which start them. */
@Injectable()
export class InboundHooks implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly contacts: ContactsService,
    private readonly secrets: DefinitionSecrets,
    private readonly pulse: Pulse,
  ) {}

  onApplicationBootstrap(): void {
    this.pulse.begin({
      name: 'Forgetting the keys of inbound webhooks',
      everySeconds: EVERY_SECONDS,
      isDue: ANY_OLD,
      turn: () => this.sweep(),
    });
  }

  /** The automation with this token in its address; undefined if there is none, or it has another trigger by now. */
  async find(token: string): Promise<Hook | undefined> {
    const hash = hashOf(token);
    const [row] = hash ? await this.database.query<Row>(FIND, [hash]) : [];
    if (row?.trigger.type !== webhookTrigger.type) return undefined;
    const { trigger, ...hook } = row;
    const opened = this.secrets.open({ trigger, conditions: null, actions: [] }, hook);
    return { ...hook, config: webhookTrigger.config.parse(opened.trigger.config) };
  }

  /** Resolves when the event is stored together with its key; false if a request with this key was stored in the last 24 hours. */
  async accept({ automationId, workspaceId, config }: Hook, { key, body, headers }: Delivery): Promise<boolean> {
    return this.unitOfWork.run(outside(workspaceId, { type: 'channel', id: null }), async (work) => {
      if (key !== null && (await work.query(TAKE, [workspaceId, automationId, key])).length === 0) return false;
      const contactId = await this.contactIn(work, config, body);
      work.publish(webhookReceived({ automationId, contactId, body, headers }));
      return true;
    });
  }

  /** Forgets keys older than 24 hours. Several processes may run it at the same time. */
  async sweep(): Promise<void> {
    while ((await this.database.query(FORGET, [BATCH])).length === BATCH);
  }

  private async contactIn(reader: Reader, { contact }: Config, body: JsonObject): Promise<string | null> {
    if (!contact) return null;
    const phone = valueAt(body, contact.phone.split('.'));
    return typeof phone === 'string' || typeof phone === 'number'
      ? this.contacts.idByPhone(reader, String(phone))
      : null;
  }
}

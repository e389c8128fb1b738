import { Injectable } from '@nestjs/common';
import type { ActionSpec } from '../executions/definition.js';
import { DefinitionSecrets } from '../executions/definition-secrets.js';
import { DomainError, notFound } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { LIMITS } from '../kernel/limits.js';
import type { Reader } from '../platform/database/reader.js';
import type { Work } from '../platform/database/work.js';
import { keyOf } from './actions-check.js';
import { objectOr, type Automation, type AutomationInput, type CheckedAutomation } from './automation.js';
import { AutomationAudit } from './automation-audit.js';
import { AutomationCheck } from './automation-check.js';
import { AutomationStore } from './automation-store.js';

/** Creates and changes automations; every mistake in one is reported at once, and nothing changed. */
@Injectable()
export class AutomationsService {
  constructor(
    private readonly store: AutomationStore,
    private readonly check: AutomationCheck,
    private readonly audit: AutomationAudit,
    private readonly secrets: DefinitionSecrets,
  ) {}

  /** NOT_FOUND for one of another workspace as for one that is not. */
  async byId(reader: Reader, id: string): Promise<Automation> {
    const automation = await this.store.find(reader, id);
    if (!automation) throw notFound('automation', id);
    return automation;
  }

  /** Creates one in version 1, enabled unless the input says otherwise. INVALID_INPUT with all mistakes; CONFLICT over the limit. */
  async create(work: Work, input: AutomationInput): Promise<Automation> {
    const checked = await this.check.check(work, input);
    await this.assertRoom(work);

    const id = newId();
    await this.store.insert(work, id, { ...this.sealed(work, id, checked), enabled: input.enabled ?? true });
    const after = await this.byId(work, id);
    await this.audit.record(work, 'CREATED', { after });
    return after;
  }

  /** Makes a new version of what the input names; executions under way keep theirs. */
  async update(work: Work, id: string, input: AutomationInput): Promise<Automation> {
    await this.store.lock(work);
    const current = await this.byId(work, id);
    const opened = this.opened(current);
    const checked = await this.check.check(work, { ...asInput(opened), ...this.unmasked(given(input), opened.body.actions) });

    await this.store.newVersion(work, id, this.sealed(work, id, checked));
    if (typeof input.enabled === 'boolean' && input.enabled !== current.enabled) await this.store.setEnabled(work, id, input.enabled);
    const after = await this.byId(work, id);
    await this.audit.record(work, 'UPDATED', { before: current, after });
    return after;
  }

  /** Enables or disables; saying it twice changes nothing. */
  async setEnabled(work: Work, id: string, enabled: boolean): Promise<Automation> {
    await this.store.lock(work);
    const current = await this.byId(work, id);

    if (current.enabled === enabled) return current;
    await this.store.setEnabled(work, id, enabled);
    const after = await this.byId(work, id);
    await this.audit.record(work, enabled ? 'ENABLED' : 'DISABLED', { before: current, after });
    return after;
  }

  /** A disabled copy in version 1, checked anew: what it refers to may be gone. */
  async duplicate(work: Work, id: string): Promise<Automation> {
    const original = asInput(this.opened(await this.byId(work, id)));
    return this.create(work, { ...original, name: `${[...original.name].slice(0, 193).join('')} (copy)`, enabled: false });
  }

  /** Deletes it; its history stays, and its executions stop before their next action. */
  async delete(work: Work, id: string): Promise<Automation> {
    await this.store.lock(work);
    const automation = await this.byId(work, id);

    await this.store.delete(work, id);
    await this.audit.record(work, 'DELETED', { before: automation });
    return automation;
  }

  private sealed({ workspaceId }: Work, automationId: string, checked: CheckedAutomation): CheckedAutomation {
    return { ...checked, body: this.secrets.seal(checked.body, { workspaceId, automationId }) };
  }

  private opened({ body, ...automation }: Automation): Automation {
    return { ...automation, body: this.secrets.openForEdit(body, { workspaceId: automation.workspaceId, automationId: automation.id }) };
  }

  // Whoever read it got masks for its secrets, and hands them back with what was changed.
  private unmasked(input: AutomationInput, kept: ActionSpec[]): AutomationInput {
    if (!input.actions) return input;
    const actions = input.actions.map((action, index) => {
      const [key, params] = [keyOf(action, index), objectOr(action.params)];
      return params ? { ...action, params: this.secrets.unmask({ type: action.type, params }, kept.find((each) => each.key === key)) } : action;
    });
    return { ...input, actions };
  }

  private async assertRoom(work: Work): Promise<void> {
    const { maxAutomationsPerWorkspace: most } = LIMITS;
    if ((await this.store.lock(work)) >= most) throw new DomainError('CONFLICT', `A workspace holds at most ${most} automations`);
  }
}

const asInput = ({ name, description, enabled, body }: Automation) => ({ name, description, enabled, ...body });

const given = (input: AutomationInput): AutomationInput =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));

import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { ActionSpec } from '../../executions/definition/definition.js';
import { mapSteps, stepsOf } from '../../executions/definition/flow.js';
import { DefinitionSecrets } from '../../executions/definition/definition-secrets.js';
import { DomainError, invalidInput, notFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { LIMITS } from '../../kernel/limits.js';
import { assertVersion, type Expecting } from '../../kernel/versions.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/work/work.js';
import { keyOf } from '../check/actions-check.js';
import {
  objectOr,
  type Automation,
  type AutomationInput,
  type CheckedAutomation,
  type SleepingExecutions,
} from '../store/automation.js';
import { AutomationAudit } from '../audit/automation-audit.js';
import { AutomationCheck } from '../check/automation-check.js';
import { AutomationStore } from '../store/automation-store.js';

/** Whether it starts executions; if not, what happens to unfinished ones, CANCEL by default. */
export interface Switch {
  enabled: boolean;
  sleeping?: SleepingExecutions | null;
}

/** The automation to change, and its expected version. */
export type Target = Expecting & { id: string };

/** Creates and changes automations; reports all mistakes at once, and then changes nothing. */
@Injectable()
export class AutomationsService {
  constructor(
    private readonly store: AutomationStore,
    private readonly check: AutomationCheck,
    private readonly audit: AutomationAudit,
    private readonly secrets: DefinitionSecrets,
  ) {}

  /** NOT_FOUND for an unknown automation and for one of another workspace. */
  async byId(reader: Reader, id: string): Promise<Automation> {
    const automation = await this.store.find(reader, id);
    if (!automation) throw notFound('automation', id);
    return automation;
  }

  /** Creates an automation in version 1, enabled by default. INVALID_INPUT with all mistakes; CONFLICT above the limit. */
  async create(work: Work, input: AutomationInput): Promise<Automation> {
    // Under the lock, so that nothing that the check finds is deleted before the commit.
    await this.assertRoom(work);
    const checked = await this.check.check(work, input);

    const id = newId();
    await this.store.insert(work, id, { ...this.sealed(work, id, checked), enabled: input.enabled ?? true });
    const after = await this.byId(work, id);
    await this.audit.record(work, 'CREATED', { after });
    return after;
  }

  /** Creates a new version unless nothing changes; unfinished executions keep theirs. CONFLICT. */
  async update(work: Work, target: Target, input: AutomationInput): Promise<Automation> {
    const current = await this.locked(work, target);
    const opened = this.opened(current);
    const checked = await this.check.check(work, {
      ...asInput(opened),
      ...this.unmasked(given(input), opened.body.actions),
    });
    const enabled = input.enabled ?? current.enabled;
    if (isSame(opened, checked)) return this.setEnabled(work, target, { enabled });

    const { id } = current;
    await this.store.newVersion(work, id, this.sealed(work, id, checked));
    if (enabled !== current.enabled) await this.turn(work, id, { enabled });
    const after = await this.byId(work, id);
    await this.audit.record(work, 'UPDATED', { before: current, after });
    return after;
  }

  /** Enables or disables it; repeating it changes nothing, except that executions left to finish can still be cancelled. CONFLICT. */
  async setEnabled(work: Work, target: Target, { enabled, sleeping }: Switch): Promise<Automation> {
    const current = await this.locked(work, target);
    const { id } = current;
    if (enabled && sleeping) throw invalidInput([{ path: ['sleeping'], message: 'Only for disabling' }]);

    if (current.enabled === enabled) {
      if (sleeping === 'CANCEL') await this.store.setGate(work, id, false);
      return current;
    }
    await this.turn(work, id, { enabled, sleeping });
    const after = await this.byId(work, id);
    await this.audit.record(work, enabled ? 'ENABLED' : 'DISABLED', { before: current, after });
    return after;
  }

  /** A disabled copy in version 1, validated again: referenced objects may no longer exist. */
  async duplicate(work: Work, id: string): Promise<Automation> {
    const original = asInput(this.opened(await this.byId(work, id)));
    return this.create(work, {
      ...original,
      name: `${[...original.name].slice(0, 193).join('')} (copy)`,
      enabled: false,
    });
  }

  /** Deletes it; its history stays. Its executions stop before their next action, unless they may finish. CONFLICT. */
  async delete(work: Work, target: Target, sleeping?: SleepingExecutions | null): Promise<Automation> {
    const automation = await this.locked(work, target);

    await this.turn(work, automation.id, { enabled: false, sleeping });
    await this.store.delete(work, automation.id);
    await this.audit.record(work, 'DELETED', { before: automation });
    return automation;
  }

  private async locked(work: Work, { id, expectedVersion }: Target): Promise<Automation> {
    await this.store.lock(work);
    const automation = await this.byId(work, id);
    assertVersion('automation', { expectedVersion }, automation.version);
    return automation;
  }

  // Nothing new starts in either case; the gate decides about unfinished executions.
  private async turn(work: Work, id: string, { enabled, sleeping }: Switch): Promise<void> {
    await this.store.setEnabled(work, id, enabled);
    if (sleeping !== 'LET_FINISH') await this.store.setGate(work, id, enabled);
  }

  private sealed({ workspaceId }: Work, automationId: string, checked: CheckedAutomation): CheckedAutomation {
    return { ...checked, body: this.secrets.seal(checked.body, { workspaceId, automationId }) };
  }

  private opened({ body, ...automation }: Automation): Automation {
    return {
      ...automation,
      body: this.secrets.openForEdit(body, { workspaceId: automation.workspaceId, automationId: automation.id }),
    };
  }

  // Readers get masks instead of secrets, and send them back with their changes.
  private unmasked(input: AutomationInput, kept: ActionSpec[]): AutomationInput {
    if (!input.actions) return input;
    const before = new Map(stepsOf(kept).map((step) => [step.key, step]));
    let position = 0;
    const actions = mapSteps(input.actions, (action) => {
      const [key, params] = [keyOf(action, position), objectOr(action.params)];
      position += 1;
      return params
        ? { ...action, params: this.secrets.unmask({ type: action.type, params }, before.get(key)) }
        : action;
    });
    return { ...input, actions };
  }

  private async assertRoom(work: Work): Promise<void> {
    const { maxAutomationsPerWorkspace: most } = LIMITS;
    if ((await this.store.lock(work)) >= most)
      throw new DomainError('CONFLICT', `A workspace holds at most ${most} automations`);
  }
}

const asInput = ({ name, description, enabled, body }: Automation) => ({ name, description, enabled, ...body });

/** Whether both have the same content with decrypted secrets; the order of object keys is ignored. */
const isSame = ({ name, description, body }: Automation, checked: CheckedAutomation) =>
  name === checked.name && description === checked.description && isDeepStrictEqual(body, checked.body);

const given = (input: AutomationInput): AutomationInput =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));

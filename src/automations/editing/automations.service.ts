import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DomainError, invalidInput, notFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { LIMITS } from '../../kernel/limits.js';
import { assertVersion, type Expecting } from '../../kernel/versions.js';
import type { Reader } from '../../platform/database/reader.js';
import { ownLimits } from '../../platform/workspaces/own-limits.js';
import type { Work } from '../../platform/work/work.js';
import type {
  Automation,
  AutomationInput,
  AutomationMode,
  CheckedAutomation,
  SleepingExecutions,
} from '../store/automation.js';
import { AutomationAudit } from '../audit/automation-audit.js';
import { AutomationCheck } from '../check/automation-check.js';
import { AutomationStore } from '../store/automation-store.js';
import { ContentSecrets } from './content-secrets.js';

/** What it does with events; if it starts nothing, what happens to unfinished executions. */
export interface Switch {
  mode: AutomationMode;
  /** CANCEL if omitted and it was LIVE; otherwise nothing happens to them. */
  sleeping?: SleepingExecutions | null;
  /** Why, for the audit; if nobody asked for it by itself. */
  reason?: string;
}

/** The automation to change, and its expected version. */
export type Target = Expecting & { id: string };

/** How the audit calls the change to a mode. */
const SWITCHED = { OFF: 'DISABLED', SHADOW: 'SHADOWED', LIVE: 'ENABLED' } as const;

/** Creates and changes automations; reports all mistakes at once, and then changes nothing. */
@Injectable()
export class AutomationsService {
  constructor(
    private readonly store: AutomationStore,
    private readonly check: AutomationCheck,
    private readonly audit: AutomationAudit,
    private readonly secrets: ContentSecrets,
  ) {}

  /** NOT_FOUND for an unknown automation and for one of another workspace. */
  async byId(reader: Reader, id: string): Promise<Automation> {
    const automation = await this.store.find(reader, id);
    if (!automation) throw notFound('automation', id);
    return automation;
  }

  /** The same for a change: nobody else changes automations of this workspace until the end of the transaction. CONFLICT. */
  async locked(work: Work, { id, expectedVersion }: Target): Promise<Automation> {
    await this.store.lock(work);
    const automation = await this.byId(work, id);
    assertVersion('automation', { expectedVersion }, automation.version);
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
    await this.audit.record(work, 'CREATED', { after, of: after });
    return after;
  }

  /** Creates a new version if its content changes; unfinished executions keep theirs. CONFLICT. */
  async update(work: Work, target: Target, input: AutomationInput): Promise<Automation> {
    const current = await this.locked(work, target);
    const { id } = current;
    const opened = this.opened(current);
    const checked = await this.check.check(work, { ...asInput(opened), ...this.given(input, opened) });
    const [isNew, isMoved] = [!isSame(opened, checked), checked.folder !== current.folder];
    const mode = modeAfter(current, input);
    if (!isNew && !isMoved) return this.setMode(work, target, { mode });

    if (isNew) await this.store.newVersion(work, id, this.sealed(work, id, checked));
    if (isMoved) await this.store.setFolder(work, id, checked.folder);
    if (mode !== current.mode) await this.turn(work, current, { mode });
    const after = await this.byId(work, id);
    await this.audit.record(work, isNew ? 'UPDATED' : 'MOVED', { before: current, after, of: after });
    return after;
  }

  /** Makes the content of a draft of a locked automation its next version; nothing changes if they are the same. INVALID_INPUT. */
  async publish(work: Work, current: Automation, content: AutomationInput): Promise<Automation> {
    const { id, folder } = current;
    const checked = await this.check.check(work, { ...content, folder });
    if (isSame(this.opened(current), checked)) return current;

    await this.store.newVersion(work, id, this.sealed(work, id, checked));
    const after = await this.byId(work, id);
    await this.audit.record(work, 'PUBLISHED', { before: current, after, of: after });
    return after;
  }

  /** Sets its mode; repeating it changes nothing, except that executions left to finish can still be cancelled. CONFLICT. */
  async setMode(work: Work, target: Target, { mode, sleeping, reason }: Switch): Promise<Automation> {
    const current = await this.locked(work, target);
    const { id } = current;
    if (mode === 'LIVE' && sleeping) throw invalidInput([{ path: ['sleeping'], message: 'Only for disabling' }]);

    if (current.mode === mode) {
      if (sleeping === 'CANCEL') await this.store.setGate(work, id, false);
      return current;
    }
    await this.turn(work, current, { mode, sleeping });
    const after = await this.byId(work, id);
    await this.audit.record(work, SWITCHED[mode], { before: current, after, of: after, reason });
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

  /** Deletes it and its draft; its history stays. Its executions stop before their next action, unless they may finish. CONFLICT. */
  async delete(work: Work, target: Target, sleeping?: SleepingExecutions | null): Promise<Automation> {
    const automation = await this.locked(work, target);
    const { id } = automation;

    await this.store.setMode(work, id, 'OFF');
    if (sleeping !== 'LET_FINISH') await this.store.setGate(work, id, false);
    await this.store.delete(work, id);
    await this.audit.record(work, 'DELETED', { before: automation, of: automation });
    return automation;
  }

  // Unless it is LIVE, nothing new starts; the gate decides about unfinished executions.
  private async turn(work: Work, { id, enabled }: Automation, { mode, sleeping }: Switch): Promise<void> {
    await this.store.setMode(work, id, mode);
    const ends = sleeping ?? (enabled ? 'CANCEL' : 'LET_FINISH');
    if (mode === 'LIVE' || ends === 'CANCEL') await this.store.setGate(work, id, mode === 'LIVE');
  }

  private sealed({ workspaceId }: Work, id: string, checked: CheckedAutomation): CheckedAutomation {
    return this.secrets.sealed(workspaceId, id, checked);
  }

  private opened(automation: Automation): Automation {
    return this.secrets.opened(automation.workspaceId, automation.id, automation);
  }

  private given(input: AutomationInput, { body }: Automation): AutomationInput {
    const given: AutomationInput = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
    return this.secrets.unmasked(given, body);
  }

  private async assertRoom(work: Work): Promise<void> {
    const count = await this.store.lock(work);
    const { maxAutomations } = await ownLimits(work);
    const most = maxAutomations ?? LIMITS.maxAutomationsPerWorkspace;
    if (count >= most) throw new DomainError('CONFLICT', `A workspace holds at most ${most} automations`);
  }
}

const asInput = ({ name, description, enabled, folder, body }: Automation) => ({
  name,
  description,
  enabled,
  folder,
  ...body,
});

// A client that knows only "enabled" sends back what it read: SHADOW stays SHADOW.
const modeAfter = ({ mode, enabled }: Automation, input: AutomationInput): AutomationMode => {
  if (input.enabled == null || input.enabled === enabled) return mode;
  return input.enabled ? 'LIVE' : 'OFF';
};

/** Whether both have the same content with decrypted secrets; the order of object keys is ignored. */
const isSame = ({ name, description, body }: Automation, checked: CheckedAutomation) =>
  name === checked.name && description === checked.description && isDeepStrictEqual(body, checked.body);

import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { findVersion } from '../../executions/definition/published-versions.js';
import { DomainError } from '../../kernel/errors.js';
import { RevisionConflictError } from '../../kernel/versions.js';
import type { Work } from '../../platform/work/work.js';
import { AutomationAudit } from '../audit/automation-audit.js';
import { AutomationsService, type Target } from '../editing/automations.service.js';
import { ContentSecrets } from '../editing/content-secrets.js';
import { AutomationStore } from '../store/automation-store.js';
import type { Automation, AutomationInput, DraftContent, SleepingExecutions } from '../store/automation.js';
import { DraftStore, type Draft } from '../store/draft-store.js';
import { assertDraftable, assertSize } from './draft-check.js';
import { edited } from './draft-content.js';

/** The automation whose draft is changed, and the expected revision of the draft: 0 if it must have none, not checked if omitted. */
export type DraftTarget = Target & { expectedRevision?: number | null };

/** Keeps one draft beside each automation until it is published or discarded. Each method resolves with the automation. */
@Injectable()
export class DraftsService {
  constructor(
    private readonly automations: AutomationsService,
    private readonly automationStore: AutomationStore,
    private readonly drafts: DraftStore,
    private readonly secrets: ContentSecrets,
    private readonly audit: AutomationAudit,
  ) {}

  /**
   * Changes the draft, or begins one from the content that is live. It may hold mistakes, unless it could not be stored.
   * NOT_FOUND; CONFLICT; INVALID_INPUT.
   */
  async save(work: Work, target: DraftTarget, input: AutomationInput): Promise<Automation> {
    const { automation, draft } = await this.locked(work, target);
    assertDraftable(input, automation);

    const live = this.opened(automation, automation);
    const before = draft && this.opened(automation, draft);
    const content = edited(before ?? live, this.unmasked(input, [before ?? live, live]));
    assertSize(content);
    if (before && isSame(before, content)) return automation;

    await this.keep(work, automation, { ...content, baseVersion: draft?.baseVersion ?? automation.version });
    return automation;
  }

  /**
   * Makes the draft the next version, and removes it. With CANCEL, the unfinished executions of older versions end before their
   * next action, once this has committed. NOT_FOUND; CONFLICT; INVALID_INPUT with all mistakes of the draft.
   */
  async publish(work: Work, target: DraftTarget, sleeping?: SleepingExecutions | null): Promise<Automation> {
    const { automation, draft } = await this.locked(work, target);
    const { name, description, body } = this.opened(automation, this.existing(draft));

    const after = await this.automations.publish(work, automation, { name, description, ...body });
    await this.drafts.remove(work, automation.id);
    if (sleeping === 'CANCEL') await this.automationStore.endOlder(work, automation.id);
    return after;
  }

  /** Removes the draft. NOT_FOUND; CONFLICT. */
  async discard(work: Work, target: DraftTarget): Promise<Automation> {
    const { automation, draft } = await this.locked(work, target);
    const before = this.existing(draft);

    await this.drafts.remove(work, automation.id);
    await this.audit.record(work, 'DISCARDED', { before: shown(before), of: automation });
    return automation;
  }

  /** Makes a draft of an earlier version, in place of the present one, which the audit keeps. NOT_FOUND; CONFLICT. */
  async restore(work: Work, target: DraftTarget, version: number): Promise<Automation> {
    const { automation, draft } = await this.locked(work, target);
    const { id, description } = automation;
    const found = await findVersion(work, id, version);
    if (!found) throw new DomainError('NOT_FOUND', `No version ${version} of this automation is kept`);

    const content = { name: found.name, description, body: this.opened(automation, found).body };
    const after = await this.keep(work, automation, { ...content, baseVersion: automation.version });
    await this.audit.record(work, 'RESTORED', { before: draft && shown(draft), after: shown(after), of: automation });
    return automation;
  }

  private async locked(work: Work, target: DraftTarget): Promise<{ automation: Automation; draft: Draft | null }> {
    const automation = await this.automations.locked(work, target);
    const draft = await this.drafts.find(work, automation.id);
    const { expectedRevision } = target;
    const revision = draft?.revision ?? 0;
    if (expectedRevision != null && expectedRevision !== revision)
      throw new RevisionConflictError(expectedRevision, revision);
    return { automation, draft };
  }

  private existing(draft: Draft | null): Draft {
    if (!draft) throw new DomainError('NOT_FOUND', 'The automation has no draft');
    return draft;
  }

  private keep(work: Work, automation: Automation, content: DraftContent & { baseVersion: number }): Promise<Draft> {
    return this.drafts.save(work, automation, this.secrets.sealed(automation.workspaceId, automation.id, content));
  }

  private opened<Content extends Pick<DraftContent, 'body'>>(of: Automation, content: Content): Content {
    return this.secrets.opened(of.workspaceId, of.id, content);
  }

  private unmasked(input: AutomationInput, stored: DraftContent[]): AutomationInput {
    return this.secrets.unmasked(input, ...stored.map(({ body }) => body));
  }
}

const shown = ({ baseVersion, ...draft }: Draft) => ({ ...draft, version: baseVersion });

const isSame = (draft: DraftContent, { name, description, body }: DraftContent) =>
  isDeepStrictEqual(
    { name: draft.name, description: draft.description, body: draft.body },
    { name, description, body },
  );

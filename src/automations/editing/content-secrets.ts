import { Injectable } from '@nestjs/common';
import { DefinitionSecrets } from '../../executions/definition/definition-secrets.js';
import type { ActionSpec } from '../../executions/definition/definition.js';
import { mapSteps, stepsOf } from '../../executions/definition/flow.js';
import { keyOf } from '../check/actions-check.js';
import { objectOr, type ActionInput, type AutomationInput, type DraftContent } from '../store/automation.js';

/** The parts of an automation or its draft that have secrets in them. */
type Body = Pick<DraftContent['body'], 'trigger' | 'actions'>;

/** The secrets of an automation or its draft while it is edited. */
@Injectable()
export class ContentSecrets {
  constructor(private readonly secrets: DefinitionSecrets) {}

  /** The content with its secrets sealed for storage. */
  sealed<Content extends { body: Body }>(workspaceId: string, automationId: string, content: Content): Content {
    return { ...content, body: this.secrets.seal(content.body, { workspaceId, automationId }) };
  }

  /** The content with its secrets in clear text, and a mask for each that can no longer be opened. */
  opened<Content extends { body: Body }>(workspaceId: string, automationId: string, content: Content): Content {
    return { ...content, body: this.secrets.openForEdit(content.body, { workspaceId, automationId }) };
  }

  /** Readers get masks instead of secrets, and send them back: each is replaced by the first stored secret for its place. */
  unmasked(input: AutomationInput, ...stored: Body[]): AutomationInput {
    return stored.reduce((given, body) => this.unmaskedFrom(body, given), input);
  }

  private unmaskedFrom(stored: Body, { trigger, actions, ...input }: AutomationInput): AutomationInput {
    const config = trigger && objectOr(trigger.config);
    return {
      ...input,
      ...(trigger !== undefined && {
        trigger: trigger && config ? this.secrets.unmaskTrigger({ ...trigger, config }, stored.trigger) : trigger,
      }),
      ...(actions !== undefined && { actions: actions && this.unmaskedActions(stored.actions, actions) }),
    };
  }

  private unmaskedActions(stored: ActionSpec[], actions: ActionInput[]): ActionInput[] {
    const before = new Map(stepsOf(stored).map((step) => [step.key, step]));
    let position = 0;
    return mapSteps(actions, (action) => {
      const [key, params] = [keyOf(action, position), objectOr(action.params)];
      position += 1;
      return params
        ? { ...action, params: this.secrets.unmask({ type: action.type, params }, before.get(key)) }
        : action;
    });
  }
}

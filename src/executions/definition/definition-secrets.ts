import { Injectable } from '@nestjs/common';
import { ACTIONS } from '../../actions/actions.js';
import { leadToTheSame, mapSecrets, MASK, maskSecrets } from '../../actions/secret-params.js';
import type { Mistake } from '../../kernel/errors.js';
import { valueAt, type JsonObject } from '../../kernel/json.js';
import { SecretBox, UnreadableSecretError } from '../../platform/secrets/secret-box.js';
import type { TriggerDefinition } from '../../triggers/trigger.js';
import { TRIGGERS } from '../../triggers/triggers.js';
import type { ActionSpec, DefinitionBody } from './definition.js';
import { mapSteps } from './flow.js';

/** The owner of a definition: its secrets cannot be opened for another. */
export interface DefinitionOwner {
  workspaceId: string;
  automationId: string;
}

type GivenTrigger = DefinitionBody['trigger'];

/** A definition, or something of the same shape, such as a draft of one. */
interface WithSecrets {
  trigger: GivenTrigger | null;
  actions: ActionSpec[];
}

/** The types of actions that may have secrets. */
export const TYPES_WITH_SECRETS = [...ACTIONS.values()]
  .filter(({ description }) => description.secrets?.length)
  .map(({ type }) => type);

/** The types of triggers that may have secrets. */
export const TRIGGERS_WITH_SECRETS = [...TRIGGERS.values()]
  .filter(({ secrets }) => secrets?.length)
  .map(({ type }) => type);

/**
 * The secrets in the config of an automation's trigger and in the params of its actions: sealed in the database, masked where they
 * are shown. Each is sealed for its automation, its trigger or action and its place there, which stay the same from version to version.
 */
@Injectable()
export class DefinitionSecrets {
  constructor(private readonly box: SecretBox) {}

  /** Seals a definition for storage. */
  seal<Body extends WithSecrets>(body: Body, owner: DefinitionOwner): Body {
    return changed(body, owner, (text, place) => this.box.seal(text, place));
  }

  /** Opens a stored definition for running. Throws an UnreadableSecretError. */
  open<Body extends WithSecrets>(body: Body, owner: DefinitionOwner): Body {
    return changed(body, owner, (text, place) => this.opened(text, place));
  }

  /** Opens a stored definition for editing, with a mask for each secret that can no longer be opened. */
  openForEdit<Body extends WithSecrets>(body: Body, owner: DefinitionOwner): Body {
    return changed(body, owner, (text, place) => {
      try {
        return this.opened(text, place);
      } catch (error) {
        if (error instanceof UnreadableSecretError) return MASK;
        throw error;
      }
    });
  }

  /** Seals a stored definition with the first key, including secrets that older versions stored in clear text. Throws an UnreadableSecretError. */
  reseal<Body extends WithSecrets>(body: Body, owner: DefinitionOwner): Body {
    return changed(body, owner, (text, place) =>
      this.box.isSealed(text) ? this.box.reseal(text, place) : this.box.seal(text, place),
    );
  }

  /** Masks the secrets of actions. */
  mask(actions: ActionSpec[]): ActionSpec[] {
    return mapSteps(actions, (action) => ({ ...action, params: maskSecrets(described(action.type), action.params) }));
  }

  /** A stored body as it is shown: its secrets are masked. */
  shown<Body extends WithSecrets>(body: Body): Body {
    return { ...body, trigger: body.trigger && this.maskTrigger(body.trigger), actions: this.mask(body.actions) };
  }

  /** Masks the secrets of a trigger. */
  maskTrigger<Trigger extends GivenTrigger>(trigger: Trigger): Trigger {
    return { ...trigger, config: maskSecrets(TRIGGERS.get(trigger.type), trigger.config) };
  }

  /** Replaces every mask of a stored secret of the trigger with that secret; other masks stay. */
  unmaskTrigger(trigger: GivenTrigger, kept: GivenTrigger | null): GivenTrigger {
    if (kept?.type !== trigger.type) return trigger;
    return { ...trigger, config: unmasked(TRIGGERS.get(trigger.type), trigger.config, kept.config) };
  }

  /** Replaces every mask of a stored secret with that secret; other masks stay. */
  unmask(action: Pick<ActionSpec, 'type' | 'params'>, kept: ActionSpec | undefined): ActionSpec['params'] {
    const description = described(action.type);
    if (kept?.type !== action.type || !leadToTheSame(description, kept.params, action.params)) return action.params;
    return unmasked(description, action.params, kept.params);
  }

  // Secrets stored by older versions are in clear text until the automation is saved or the encryption is rotated.
  private opened(text: string, place: string): string {
    return this.box.isSealed(text) ? this.box.open(text, place) : text;
  }
}

function changed<Body extends WithSecrets>(
  body: Body,
  owner: DefinitionOwner,
  change: (text: string, place: string) => string,
): Body {
  const actions = mapSteps(body.actions, (action) => ({
    ...action,
    params: mapSecrets(described(action.type), action.params, (text, path) =>
      change(text, placeOf(owner, action.key, path)),
    ),
  }));
  const { trigger } = body;
  const config =
    trigger &&
    mapSecrets(TRIGGERS.get(trigger.type), trigger.config, (text, path) => change(text, placeOfTrigger(owner, path)));
  return { ...body, trigger: trigger && { ...trigger, config }, actions };
}

const placeOf = ({ workspaceId, automationId }: DefinitionOwner, key: string, path: Mistake['path']) =>
  JSON.stringify(['definition', workspaceId, automationId, key, ...path]);

const placeOfTrigger = ({ workspaceId, automationId }: DefinitionOwner, path: Mistake['path']) =>
  JSON.stringify(['trigger', workspaceId, automationId, ...path]);

const unmasked = (described: Pick<TriggerDefinition, 'secrets'> | undefined, given: JsonObject, kept: JsonObject) =>
  mapSecrets(described, given, (text, path) => {
    const before = text === MASK ? valueAt(kept, path) : undefined;
    return typeof before === 'string' ? before : text;
  });

// An action whose type no longer exists can still be shown and deleted.
const described = (type: string) => ACTIONS.get(type)?.description;

import { Injectable } from '@nestjs/common';
import { ACTIONS } from '../actions/actions.js';
import { leadToTheSame, mapSecrets, MASK, maskSecrets } from '../actions/secret-params.js';
import type { Mistake } from '../kernel/errors.js';
import { valueAt } from '../kernel/json.js';
import { SecretBox, UnreadableSecretError } from '../platform/secrets/secret-box.js';
import type { ActionSpec, DefinitionBody } from './definition.js';

/** Whose definition it is: its secrets open nowhere else. */
export interface DefinitionOwner {
  workspaceId: string;
  automationId: string;
}

/** The types of actions that may hold secrets. */
export const TYPES_WITH_SECRETS = [...ACTIONS.values()].filter(({ description }) => description.secrets?.length).map(({ type }) => type);

/**
 * The secrets in the params of an automation's actions: sealed where they are kept, masked where they are shown. Each is
 * sealed for its automation, action and place in the params, which stay the same from version to version.
 */
@Injectable()
export class DefinitionSecrets {
  constructor(private readonly box: SecretBox) {}

  /** A definition as it is kept. */
  seal(body: DefinitionBody, owner: DefinitionOwner): DefinitionBody {
    return changed(body, owner, (text, place) => this.box.seal(text, place));
  }

  /** A kept definition as it is run. Throws an UnreadableSecretError. */
  open(body: DefinitionBody, owner: DefinitionOwner): DefinitionBody {
    return changed(body, owner, (text, place) => this.opened(text, place));
  }

  /** A kept definition as it is edited: a mask where a secret cannot be opened any more. */
  openForEdit(body: DefinitionBody, owner: DefinitionOwner): DefinitionBody {
    return changed(body, owner, (text, place) => {
      try {
        return this.opened(text, place);
      } catch (error) {
        if (error instanceof UnreadableSecretError) return MASK;
        throw error;
      }
    });
  }

  /** A kept definition under the first key, what an older version kept in clear too. Throws an UnreadableSecretError. */
  reseal(body: DefinitionBody, owner: DefinitionOwner): DefinitionBody {
    return changed(body, owner, (text, place) => (this.box.isSealed(text) ? this.box.reseal(text, place) : this.box.seal(text, place)));
  }

  /** Actions as they may be shown. */
  mask(actions: ActionSpec[]): ActionSpec[] {
    return actions.map((action) => ({ ...action, params: maskSecrets(described(action.type), action.params) }));
  }

  /** Params in which every mask that stands for a kept secret is that secret again; any other stays a mask. */
  unmask(action: Pick<ActionSpec, 'type' | 'params'>, kept: ActionSpec | undefined): ActionSpec['params'] {
    const description = described(action.type);
    if (kept?.type !== action.type || !leadToTheSame(description, kept.params, action.params)) return action.params;
    return mapSecrets(description, action.params, (text, path) => {
      const before = text === MASK ? valueAt(kept.params, path) : undefined;
      return typeof before === 'string' ? before : text;
    });
  }

  // What an older version kept is in clear until the automation is saved or the encryption rotated.
  private opened(text: string, place: string): string {
    return this.box.isSealed(text) ? this.box.open(text, place) : text;
  }
}

function changed(body: DefinitionBody, owner: DefinitionOwner, change: (text: string, place: string) => string): DefinitionBody {
  const actions = body.actions.map((action) => ({
    ...action,
    params: mapSecrets(described(action.type), action.params, (text, path) => change(text, placeOf(owner, action.key, path))),
  }));
  return { ...body, actions };
}

const placeOf = ({ workspaceId, automationId }: DefinitionOwner, key: string, path: Mistake['path']) => JSON.stringify(['definition', workspaceId, automationId, key, ...path]);

// One of a type that is no more can still be shown and deleted.
const described = (type: string) => ACTIONS.get(type)?.description;

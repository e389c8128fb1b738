import { Injectable } from '@nestjs/common';
import { ActionRegistry } from '../../actions/action-registry.service.js';
import { CUSTOM_FIELD_OWNERS as OWNERS, type CustomFieldOwner } from '../../crm/custom-fields/custom-field.entity.js';
import { conformed } from '../../crm/custom-fields/defined-values.js';
import type { ActionSpec } from '../../executions/definition/definition.js';
import { layOut } from '../../executions/definition/flow.js';
import type { Mistake } from '../../kernel/errors.js';
import type { Json } from '../../kernel/json.js';
import type { Reader } from '../../platform/database/reader.js';
import { hasMarkup } from '../../platform/templates/compile-text.js';

/** Checks that actions set defined custom fields to values of their types. */
@Injectable()
export class CustomFieldsCheck {
  constructor(private readonly registry: ActionRegistry) {}

  /** A mistake for each wrong value; what a placeholder inserts is checked when the step runs. */
  async mistakes(reader: Reader, actions: readonly ActionSpec[]): Promise<Mistake[]> {
    const written = layOut(actions).flatMap(({ spec, path }) => {
      const set = this.registry.find(spec.type)?.description.setsCustomField?.(spec.params);
      const isOpen = typeof set?.value === 'string' && hasMarkup(set.value);
      return set && !isOpen ? [{ ...set, path: ['actions', ...path, 'params', 'value'] }] : [];
    });
    const mistakes = await Promise.all(OWNERS.map((owner) => mistakesOf(reader, owner, written)));
    return mistakes.flat();
  }
}

interface Written {
  entityType: CustomFieldOwner;
  key: string;
  value: Json;
  path: Mistake['path'];
}

async function mistakesOf(reader: Reader, owner: CustomFieldOwner, written: readonly Written[]): Promise<Mistake[]> {
  const own = written.filter(({ entityType }) => entityType === owner);
  const checked = await conformed(
    reader,
    owner,
    own.map(({ key, value }) => ({ [key]: value })),
  );
  return checked.flatMap(({ mistakes }, index) => mistakes.map(({ message }) => ({ path: own[index]!.path, message })));
}

import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { checked, idOf, nameText, requiredText } from '../../kernel/checks/checks.js';
import { DomainError, invalidInput, notFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { recordInAudit } from '../../platform/audit/audit-log.js';
import type { Reader } from '../../platform/database/reader.js';
import { Deletions, type Vanishing } from '../../platform/work/deletions.js';
import type { Work } from '../../platform/work/work.js';
import { customFieldNameMistake } from '../fields/custom-fields.js';
import { CUSTOM_FIELD_TYPES, type CustomFieldOwner, type CustomFieldRow } from './custom-field.entity.js';
import { customFieldDeleted, customFieldUpdated } from './custom-fields.events.js';
import {
  COUNT,
  DEFINITIONS,
  DELETE_DEFINITION,
  HOLD_DEFINITION,
  INSERT_DEFINITION,
  LOCK,
  UPDATE_DEFINITION,
} from './custom-fields.statements.js';

/** The maximum number of definitions of a workspace, and of options of one of them. */
export const MAX_DEFINITIONS = 200;
export const MAX_OPTIONS = 100;

const key = z.string({ error: 'Required' }).superRefine((name, context) => {
  const message = customFieldNameMistake(name);
  if (message) context.addIssue({ code: 'custom', message });
});
const type = z.enum(CUSTOM_FIELD_TYPES, { error: `One of ${CUSTOM_FIELD_TYPES.join(', ')}` });
const options = z
  .array(requiredText(200))
  .max(MAX_OPTIONS, `At most ${MAX_OPTIONS} options`)
  .refine((all) => new Set(all).size === all.length, 'Two options are the same')
  .nullish();

const newDefinition = z.object({ entityType: z.enum(['contact', 'order']), key, title: nameText, type, options });
const patch = z.object({ title: nameText.nullish(), type: type.nullish(), options });

type Content = Pick<CustomFieldRow, 'title' | 'type' | 'options'>;

/** The definitions of custom fields. */
@Injectable()
export class CustomFieldsService {
  constructor(private readonly deletions: Deletions) {}

  /** Values that were stored before stay as they are. INVALID_INPUT; CONFLICT if the key is defined already, or above the limit. */
  async create(work: Work, input: z.input<typeof newDefinition>): Promise<CustomFieldRow> {
    const { entityType, key, ...given } = checked(newDefinition, input);
    const { title, type, options } = withOptions({ ...given, options: given.options ?? [] });
    await work.query(LOCK, [work.workspaceId]);
    const [held] = await work.query<{ count: number }>(COUNT, [work.workspaceId]);
    if (held!.count >= MAX_DEFINITIONS)
      throw new DomainError('CONFLICT', `A workspace defines at most ${MAX_DEFINITIONS} custom fields`);

    const values = [work.workspaceId, newId(), entityType, key, title, type, options];
    const [definition] = await work.query<CustomFieldRow>(INSERT_DEFINITION, values);
    if (!definition)
      throw new DomainError('CONFLICT', `The custom field "${key}" of ${entityType}s is already defined`);
    await recordInAudit(work, { action: 'custom_field.created', subject: named(definition) });
    return definition;
  }

  /**
   * Publishes custom_field.updated if something changed. NOT_FOUND, INVALID_INPUT; CONFLICT naming the automations that use it, if it
   * gets another type or loses options: with `force`, they are disabled.
   */
  async update(
    work: Work,
    id: string,
    { force, ...input }: z.input<typeof patch> & { force: boolean },
  ): Promise<CustomFieldRow> {
    const given = checked(patch, input);
    const before = await this.hold(work, id);
    const type = given.type ?? before.type;
    const kept = type === 'SELECT' ? before.options : [];
    const content = withOptions({ title: given.title ?? before.title, type, options: given.options ?? kept });
    if (isDeepStrictEqual(content, contentOf(before))) return before;
    if (isNarrower(content, before)) {
      const what = `The custom field "${before.title}"`;
      await this.deletions.assertUnused(work, vanishing(before), { what, force, becomes: 'changed' });
    }

    const values = [work.workspaceId, before.id, content.title, content.type, content.options];
    const [definition] = await work.query<CustomFieldRow>(UPDATE_DEFINITION, values);
    work.publish(customFieldUpdated({ definitionId: before.id, definition: definition!, previous: before }));
    await recordInAudit(work, { action: 'custom_field.updated', subject: named(definition!) });
    return definition!;
  }

  /**
   * Deletes a definition and publishes custom_field.deleted; the values stay. NOT_FOUND; CONFLICT naming the automations that use the
   * field: with `force`, they are disabled.
   */
  async delete(work: Work, id: string, { force }: { force: boolean }): Promise<CustomFieldRow> {
    const definition = await this.hold(work, id);
    const what = `The custom field "${definition.title}"`;
    await this.deletions.assertUnused(work, vanishing(definition), { what, force, becomes: 'deleted' });

    await work.query(DELETE_DEFINITION, [work.workspaceId, definition.id]);
    work.publish(customFieldDeleted({ definitionId: definition.id, definition }));
    await recordInAudit(work, { action: 'custom_field.deleted', subject: named(definition) });
    return definition;
  }

  /** In the order of their creation. */
  async list(reader: Reader, entityType?: CustomFieldOwner | null): Promise<CustomFieldRow[]> {
    return reader.query<CustomFieldRow>(DEFINITIONS, [reader.workspaceId, entityType ?? null]);
  }

  private async hold(work: Work, id: string): Promise<CustomFieldRow> {
    const [definition] = await work.query<CustomFieldRow>(HOLD_DEFINITION, [
      work.workspaceId,
      idOf('custom field', id),
    ]);
    if (!definition) throw notFound('custom field', id);
    return definition;
  }
}

const named = ({ id, title }: CustomFieldRow) => ({ id, name: title });

const contentOf = ({ title, type, options }: Content): Content => ({ title, type, options });

/** Only a SELECT has options, and it has at least one. INVALID_INPUT. */
function withOptions(content: Content): Content {
  const isSelect = content.type === 'SELECT';
  const hasOptions = content.options.length > 0;
  if (isSelect === hasOptions) return content;
  const message = isSelect ? 'At least one option' : 'Only for the type SELECT';
  throw invalidInput([{ path: ['input', 'options'], message }]);
}

const isNarrower = (after: Content, before: Content) =>
  after.type !== before.type || before.options.some((option) => !after.options.includes(option));

// As conditions, templates, configs and params write it: contact.customFields.size, customFields["size"], entity.customFields.size.
const vanishing = ({ id, key, entityType }: CustomFieldRow): Vanishing => {
  const other = entityType === 'contact' ? 'order' : 'contact';
  return {
    kind: 'custom_field',
    ids: [id],
    pattern: `(?<!${other}[.])customFields([.]|\\[\\s*\\\\?["'])${key}(?![A-Za-z0-9_])`,
  };
};

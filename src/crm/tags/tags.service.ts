import { Injectable } from '@nestjs/common';
import { recordInAudit } from '../../platform/audit/audit-log.js';
import { Deletions } from '../../platform/work/deletions.js';
import { orConflict } from '../fields/patch.js';
import { z } from 'zod';
import { DomainError, notFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/work/work.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../../platform/paging/connection.js';
import { checked, idOf, nameText } from '../../kernel/checks/checks.js';
import { tagKey } from './tag-name.js';
import type { TagRow } from './tag.entity.js';
import { tagAssigned, tagDeleted, tagRemoved, tagUpdated } from './tags.events.js';
import {
  ASSIGN,
  ASSIGN_BY_NAME,
  ASSIGN_MANY,
  DELETE_TAG,
  HOLD_TAG,
  INSERT_TAG,
  INSERT_TAGS,
  REMOVE,
  TAG_BY_NAME,
  TAGS_BY_KEYS,
  TAGS,
  UPDATE_TAG,
} from './tags.statements.js';

const GRAY = '#6b7280';

const color = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'Expected a color such as #6b7280')
  .nullish();

const newTag = z.object({ name: nameText, color });
const tagPatch = z.object({ name: nameText.nullish(), color });

/** A tag, and the contact or order. */
export interface TagAssignment {
  tagId: string;
  entityType: 'contact' | 'order';
  entityId: string;
}

/** A contact or order with the names of tags that it gets. */
export interface Tagged {
  entityId: string;
  /** The contact itself, or the contact of the order. */
  contactId: string | null;
  names: readonly string[];
}

/** The tag, and whether the entity's tags changed. */
export interface TagChange {
  tag: TagRow;
  changed: boolean;
}

type UpdatedRow = TagRow & { previousName: string; previousColor: string; changed: boolean };

type ChangeRow = { [Column in keyof TagRow]: TagRow[Column] | null } & {
  entityId: string | null;
  contactId: string | null;
  changed: boolean;
};

/** Tags and their assignments. */
@Injectable()
export class TagsService {
  constructor(private readonly deletions: Deletions) {}

  /** CONFLICT if the workspace has a tag with this name, ignoring case. */
  async create(work: Work, input: z.input<typeof newTag>): Promise<TagRow> {
    const { name, color } = checked(newTag, input);

    const [tag] = await work.query<TagRow>(INSERT_TAG, [work.workspaceId, newId(), name, tagKey(name), color ?? GRAY]);
    if (!tag) throw new DomainError('CONFLICT', `A tag named "${name}" already exists`);
    return tag;
  }

  /** Publishes tag.updated if something changed. NOT_FOUND, INVALID_INPUT; CONFLICT if another tag has the name. */
  async update(work: Work, id: string, input: z.input<typeof tagPatch>): Promise<TagRow> {
    const { name = null, color: wanted = null } = checked(tagPatch, input);

    const values = [work.workspaceId, idOf('tag', id), name, name && tagKey(name), wanted];
    const updating = work.query<UpdatedRow>(UPDATE_TAG, values);
    const [row] = await orConflict(updating, 'tag_name_key', `A tag named "${name}" already exists`);
    if (!row) throw notFound('tag', id);

    const { previousName, previousColor, changed, ...tag } = row;
    if (!changed) return tag;
    work.publish(tagUpdated({ tagId: tag.id, tag, previous: { name: previousName, color: previousColor } }));
    await recordInAudit(work, { action: 'tag.updated', subject: tag });
    return tag;
  }

  /**
   * Deletes it with its assignments and publishes tag.deleted. NOT_FOUND; CONFLICT naming the automations that use it: with
   * `force`, they are disabled.
   */
  async delete(work: Work, id: string, { force }: { force: boolean }): Promise<TagRow> {
    const values = [work.workspaceId, idOf('tag', id)];
    const [tag] = await work.query<TagRow>(HOLD_TAG, values);
    if (!tag) throw notFound('tag', id);
    const key = tagKey(tag.name);
    const vanishing = { kind: 'tag', ids: [tag.id], isNamed: (text: string) => tagKey(text) === key };
    await this.deletions.assertUnused(work, vanishing, { what: `The tag "${tag.name}"`, force, becomes: 'deleted' });

    await work.query(DELETE_TAG, values);
    work.publish(tagDeleted({ tagId: tag.id, tag }));
    await recordInAudit(work, { action: 'tag.deleted', subject: tag });
    return tag;
  }

  /** Publishes tag.assigned, unless it was already assigned. NOT_FOUND for tag or entity. */
  async assign(work: Work, assignment: TagAssignment): Promise<TagChange> {
    return this.change(work, assignment, {
      statement: ASSIGN[assignment.entityType],
      values: idsOf(work, assignment),
      event: tagAssigned,
    });
  }

  /** The same for the tag with this name, created if it does not exist. INVALID_INPUT at the path ["name"]. */
  async assignByName(
    work: Work,
    { name, ...entity }: Omit<TagAssignment, 'tagId'> & { name: string },
  ): Promise<TagChange> {
    const parsed = checked(nameText, name, ['name']);
    const assignment = { tagId: newId(), ...entity };
    const values = [...idsOf(work, assignment), parsed, tagKey(parsed), GRAY];
    return this.change(work, assignment, { statement: ASSIGN_BY_NAME[entity.entityType], values, event: tagAssigned });
  }

  /**
   * Assigns tags to existing entities by valid names, creating the tags that do not exist; publishes tag.assigned for each
   * assignment that is new.
   */
  async assignMany(work: Work, entityType: TagAssignment['entityType'], entities: readonly Tagged[]): Promise<void> {
    const names = new Map(entities.flatMap((each) => each.names.map((name) => [tagKey(name), name] as const)));
    if (names.size === 0) return;

    const wanted = [...names].map(([key, name]) => ({ id: newId(), name, key }));
    await work.query(INSERT_TAGS, [work.workspaceId, JSON.stringify(wanted), GRAY]);
    const found = await work.query<TagRow & { key: string }>(TAGS_BY_KEYS, [work.workspaceId, [...names.keys()]]);
    const byKey = new Map(found.map(({ key, ...tag }) => [key, tag]));
    const pairs = entities.flatMap((entity) => entity.names.map((name) => ({ entity, tag: byKey.get(tagKey(name))! })));
    const values = [pairs.map(({ entity }) => entity.entityId), pairs.map(({ tag }) => tag.id)];
    const assigned = await work.query<{ key: string }>(ASSIGN_MANY[entityType], [work.workspaceId, ...values]);

    const isNew = new Set(assigned.map(({ key }) => key));
    for (const { entity, tag } of pairs) {
      // A name that is written twice is one assignment.
      if (!isNew.delete(`${entity.entityId} ${tag.id}`)) continue;
      const { entityId, contactId } = entity;
      const orderId = entityType === 'order' ? entityId : null;
      work.publish(tagAssigned({ tagId: tag.id, entityType, entityId, contactId, orderId, tag }));
    }
  }

  /** Publishes tag.removed, if the tag was assigned. NOT_FOUND for tag or entity. */
  async remove(work: Work, assignment: TagAssignment): Promise<TagChange> {
    return this.change(work, assignment, {
      statement: REMOVE[assignment.entityType],
      values: idsOf(work, assignment),
      event: tagRemoved,
    });
  }

  /** The tag with this name, ignoring case; undefined if there is none. */
  async findByName(reader: Reader, name: string): Promise<TagRow | undefined> {
    const [tag] = await reader.query<TagRow>(TAG_BY_NAME, [reader.workspaceId, tagKey(name.replaceAll('\0', ''))]);
    return tag;
  }

  /** Newest first. */
  async page(reader: Reader, args: PageArgs): Promise<Connection<TagRow>> {
    const query = pageQuery(args);
    return toConnection(await reader.query<TagRow>(TAGS, [reader.workspaceId, query.afterId, query.limit]), query);
  }

  private async change(
    work: Work,
    { tagId, entityType, entityId }: TagAssignment,
    { statement, values, event }: { statement: string; values: unknown[]; event: typeof tagAssigned },
  ): Promise<TagChange> {
    const [row] = await work.query<ChangeRow>(statement, values);
    if (!row?.id) throw notFound('tag', tagId);
    if (!row.entityId) throw notFound(entityType, entityId);

    const { id, name, color, createdAt, contactId, changed } = row as ChangeRow & TagRow;
    const tag = { id, name, color, createdAt };
    const orderId = entityType === 'order' ? entityId : null;
    if (changed) work.publish(event({ tagId: id, entityType, entityId, contactId, orderId, tag }));
    return { tag, changed };
  }
}

const idsOf = ({ workspaceId }: Work, { tagId, entityType, entityId }: TagAssignment) => [
  workspaceId,
  idOf('tag', tagId),
  idOf(entityType, entityId),
];

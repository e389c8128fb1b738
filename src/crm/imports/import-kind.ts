import type { OnModuleInit } from '@nestjs/common';
import type { Json, JsonObject } from '../../kernel/json.js';
import { BulkKinds, type BulkKind, type Part, type PartResult } from '../../platform/bulk/bulk-kind.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/work/work.js';
import { TagsService } from '../tags/tags.service.js';
import { readRow, type ReadRow } from './import-mapping.js';
import { conforming, failed, inSlices, planOf, type ImportPlan, type Planned } from './import-plan.js';

/** A row with the keys that find what is there already: an id, a phone number, an e-mail address in lower case. */
export type Keyed = ReadRow & { id: string | undefined; phone: string | undefined; email: string | undefined };

/** An import: it plans each row, then creates, updates and tags. */
export abstract class ImportKind<Creation extends { id: string }, Update extends { id: string }>
  implements BulkKind, OnModuleInit
{
  abstract readonly kind: string;
  readonly partName = 'Row';
  protected abstract readonly entityType: 'contact' | 'order';
  /** Why a row that was planned as new is not created in the end. */
  protected abstract readonly lost: string;

  constructor(
    private readonly kinds: BulkKinds,
    private readonly tags: TagsService,
  ) {}

  onModuleInit(): void {
    this.kinds.add(this);
  }

  async perform(work: Work, input: JsonObject, parts: readonly Part[]): Promise<PartResult[]> {
    const created = new Set<string>();
    const planned = await this.plan(work, { input, parts }, async (slice) => {
      const creations = slice.flatMap((each) => ('create' in each ? each.create : []));
      for (const { id } of await this.createMany(work, creations)) created.add(id);
    });
    for (const each of planned) if ('update' in each) await this.update(work, each.update);
    const isLost = (each: Planned<Creation, Update>) => 'create' in each && !created.has(each.create.id);
    const tagged = planned.flatMap((each) => ('tags' in each && !isLost(each) ? [this.tagged(each)] : []));
    await this.tags.assignMany(work, this.entityType, tagged);
    return planned.map((each) => (isLost(each) ? failed([this.lost]).result : each.result));
  }

  async check(reader: Reader, input: JsonObject, parts: readonly Part[]): Promise<PartResult[]> {
    const planned = await this.plan(reader, { input, parts }, () => Promise.resolve());
    return planned.map(({ result }) => result);
  }

  abstract labels(reader: Reader, ids: readonly string[]): Promise<(string | null)[]>;

  abstract labelOf(input: JsonObject, part: Json): string | null;

  protected abstract keyed(row: ReadRow): Keyed;

  /** What becomes of each row, asked in order. */
  protected abstract planner(
    reader: Reader,
    input: ImportPlan,
    rows: readonly Keyed[],
  ): Promise<(row: Keyed) => Planned<Creation, Update>>;

  /** Resolves with the created rows. */
  protected abstract createMany(work: Work, creations: readonly Creation[]): Promise<{ id: string }[]>;

  protected abstract update(work: Work, update: Update): Promise<unknown>;

  protected abstract contactIdOf(row: Creation | Update): string | null;

  private async plan(
    reader: Reader,
    { input, parts }: { input: JsonObject; parts: readonly Part[] },
    begin: (planned: Planned<Creation, Update>[]) => Promise<unknown>,
  ): Promise<Planned<Creation, Update>[]> {
    const { columns, ...settings } = planOf(input);
    const read = parts.map(({ part }) => this.keyed(readRow(columns, part)));
    const rows = await conforming(reader, this.entityType, { rows: read, columns });
    return inSlices(rows, await this.planner(reader, { columns, ...settings }, rows), begin);
  }

  private tagged(each: { tags: string[] } & ({ create: Creation } | { update: Update })) {
    const row = 'create' in each ? each.create : each.update;
    return { entityId: row.id, contactId: this.contactIdOf(row), names: each.tags };
  }
}

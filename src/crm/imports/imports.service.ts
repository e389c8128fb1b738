import { Injectable } from '@nestjs/common';
import { DomainError, invalidInput } from '../../kernel/errors.js';
import { idOf } from '../../kernel/checks/checks.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import { BulkKinds, sampleOf, type Part } from '../../platform/bulk/bulk-kind.js';
import type { BulkOperationRow } from '../../platform/bulk/bulk-operation.entity.js';
import { BulkOperations } from '../../platform/bulk/bulk-operations.service.js';
import { BulkSources, type Source } from '../../platform/bulk/bulk-sources.service.js';
import type { Work } from '../../platform/work/work.js';
import { mapColumns, type MappedColumn } from './import-mapping.js';
import type { ImportPlan, OnDuplicate } from './import-plan.js';
import { tableOfCsv, tableOfRows, type Table } from './import-table.js';

/** An import that somebody asks for; the rows are in exactly one of csv, rows and upload. */
export interface ImportRequest {
  csv?: string | null;
  rows?: Json[] | null;
  upload?: string | null;
  mapping?: Json | null;
  onDuplicate?: OnDuplicate | null;
  dryRun?: boolean | null;
  trigger?: boolean | null;
}

/** What can be imported. */
export interface Importable {
  kind: string;
  /** In words, such as "contacts". */
  what: string;
  /** The fields that columns may be written to. */
  fields: readonly string[];
}

/** Begins imports. */
@Injectable()
export class Imports {
  constructor(
    private readonly kinds: BulkKinds,
    private readonly operations: BulkOperations,
    private readonly sources: BulkSources,
  ) {}

  /**
   * Begins an import, or a dry run, which changes nothing. A dry run of rows in the request is done at once; everything else is done in the
   * background. INVALID_INPUT; NOT_FOUND and CONFLICT for an upload.
   */
  async start(work: Work, importable: Importable, request: ImportRequest): Promise<BulkOperationRow> {
    if (request.upload != null) return this.startUpload(work, importable, request);
    const table = tableIn(request);
    if (request.dryRun) return this.checkNow(work, importable, { request, table });
    const within = <T>(body: (work: Work) => Promise<T>) => body(work);
    const source = await this.sources.store(within, { name: null, ...table });
    await this.sources.take(work, source.id);
    return this.operations.start(work, describe(importable, request, source));
  }

  private async startUpload(work: Work, importable: Importable, request: ImportRequest): Promise<BulkOperationRow> {
    if (request.csv != null || request.rows != null) throw oneOf();
    const source = await this.sources.hold(work, idOf('upload', request.upload!));
    const begun = describe(importable, request, source);
    if (!request.dryRun) await this.sources.take(work, source.id);
    return this.operations.start(work, begun);
  }

  private async checkNow(
    work: Work,
    importable: Importable,
    { request, table }: { request: ImportRequest; table: Table },
  ): Promise<BulkOperationRow> {
    const rows: Json[] = [];
    for await (const batch of table.batches) rows.push(...batch);
    const parts: Part[] = rows.map((part, index) => ({ position: index + 1, part }));
    const source = { id: null, name: null, columns: table.columns(), parts: parts.length };
    const begun = describe(importable, request, source);
    const operation = await this.operations.start(work, begun);
    const kind = this.kinds.find(importable.kind)!;
    const results = await kind.check(work, begun.input, parts);
    const sample = sampleOf(kind, begun.input, rows);
    return { ...(await this.operations.record(work, operation, { results, done: 0 })), sample };
  }
}

function tableIn({ csv, rows }: ImportRequest): Table {
  if (csv != null && rows == null) return tableOfCsv([Buffer.from(csv)]);
  if (rows != null && csv == null) return tableOfRows(rows);
  throw oneOf();
}

const oneOf = () => new DomainError('INVALID_INPUT', ONE_OF, [{ path: ['input'], message: ONE_OF }]);
const ONE_OF = 'Give the rows as csv, as rows or as an upload: exactly one of them';

type Described = Omit<Source, 'id'> & { id: string | null };

function describe({ kind, what, fields }: Importable, request: ImportRequest, source: Described) {
  if (source.parts === 0) throw invalidInput([{ path: ['input'], message: 'There are no rows' }]);
  const columns = mapColumns(fields, source.columns, request.mapping);
  const onDuplicate = request.onDuplicate ?? 'SKIP';
  const isDryRun = request.dryRun ?? false;
  const startsNothing = request.trigger === false;
  const plan: ImportPlan = { columns, onDuplicate };
  return {
    kind,
    isDryRun,
    startsNothing,
    describedAs: inWords({ what, columns, onDuplicate, isDryRun, startsNothing, source }),
    input: plan as unknown as JsonObject,
    sourceId: source.id,
    total: source.parts,
  };
}

interface Words {
  what: string;
  columns: MappedColumn[];
  onDuplicate: OnDuplicate;
  isDryRun: boolean;
  startsNothing: boolean;
  source: Described;
}

function inWords({ what, columns, onDuplicate, isDryRun, startsNothing, source }: Words): string {
  const rows = `${source.parts} ${source.parts === 1 ? 'row' : 'rows'}`;
  const from = source.name ? `${rows} of ${source.name}` : rows;
  const fields = columns.map(({ column, field }) => (column === field ? field : `${field} from "${column}"`));
  const known = fields.slice(0, 20).join(', ') + (fields.length > 20 ? ` and ${fields.length - 20} more` : '');
  return [
    `${isDryRun ? 'Check an import of' : 'Import'} ${what}: ${from}`,
    known,
    onDuplicate === 'SKIP' ? 'what is there already is skipped' : 'what is there already is updated',
    startsNothing ? 'no automation starts' : 'automations start',
  ].join('; ');
}

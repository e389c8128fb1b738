import { Injectable } from '@nestjs/common';
import type { Connection } from '../paging/connection.js';
import type { Requester } from '../requester/requester.js';
import { BulkKinds, MOST_SAMPLED, sampleOf } from './bulk-kind.js';
import type { BulkOperationRow } from './bulk-operation.entity.js';
import { BulkOperations } from './bulk-operations.service.js';
import type { BulkResultRow } from './bulk-result.entity.js';
import { BulkSources } from './bulk-sources.service.js';
import type { BulkPart, BulkResultsArgs } from './bulk.graphql.js';

/** A result with the kind of its operation. */
export type ResultOf = BulkResultRow & { kind: string };

/** What parts and results are called. Names are read where they are kept, so that results hold no personal data. */
@Injectable()
export class BulkLabels {
  constructor(
    private readonly kinds: BulkKinds,
    private readonly operations: BulkOperations,
    private readonly sources: BulkSources,
  ) {}

  /** A page of results that know their kind. */
  async results(
    { reader }: Requester,
    { id, kind }: BulkOperationRow,
    args: BulkResultsArgs,
  ): Promise<Connection<ResultOf>> {
    const { edges, pageInfo } = await this.operations.results(reader, id, args);
    return { edges: edges.map(({ cursor, node }) => ({ cursor, node: { ...node, kind } })), pageInfo };
  }

  /** The name of what a result is about, or its position. */
  async of({ loaders }: Requester, { kind: name, entityId, position }: ResultOf): Promise<string> {
    const kind = this.kinds.find(name);
    const label = kind && entityId ? await loaders.load(kind.labels, entityId) : null;
    return label ?? `${kind?.partName ?? 'Part'} ${position}`;
  }

  /** The first parts of an operation: as they wait to be done, or as they were done. */
  async sample(asks: Requester, operation: BulkOperationRow): Promise<BulkPart[]> {
    const { sourceId, kind: name, input } = operation;
    if (operation.sample) return operation.sample;
    const kind = this.kinds.find(name);
    const parts = kind && sourceId ? await this.sources.firstParts(asks.reader, sourceId, MOST_SAMPLED) : [];
    if (kind && parts.length > 0) return sampleOf(kind, input, parts);
    const { edges } = await this.results(asks, operation, { first: MOST_SAMPLED });
    return Promise.all(
      edges.map(async ({ node }) => ({ id: String(node.position), label: await this.of(asks, node) })),
    );
  }
}

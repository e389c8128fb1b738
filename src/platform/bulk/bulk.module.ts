import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BulkKinds } from './bulk-kind.js';
import { BulkLabels } from './bulk-labels.service.js';
import { BulkOperationEntity } from './bulk-operation.entity.js';
import { BulkOperations } from './bulk-operations.service.js';
import { BulkResultEntity } from './bulk-result.entity.js';
import { BulkRunner } from './bulk-runner.service.js';
import { BulkBatchEntity, BulkSourceEntity } from './bulk-source.entity.js';
import { BulkSources } from './bulk-sources.service.js';
import { BulkOperationsResolver, BulkResultsResolver } from './bulk.resolver.js';

/** Bulk operations. Modules register their kinds with BulkKinds. */
@Module({
  imports: [TypeOrmModule.forFeature([BulkSourceEntity, BulkBatchEntity, BulkOperationEntity, BulkResultEntity])],
  providers: [
    BulkKinds,
    BulkLabels,
    BulkOperations,
    BulkRunner,
    BulkSources,
    BulkOperationsResolver,
    BulkResultsResolver,
  ],
  exports: [BulkKinds, BulkOperations, BulkSources],
})
export class BulkModule {}

import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PipelineEntity } from './pipeline.entity.js';
import { PipelineEdits } from './pipeline-edits.service.js';
import { PipelinesResolver } from './pipelines.resolver.js';
import { PipelinesService } from './pipelines.service.js';
import { StageEntity } from './stage.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([PipelineEntity, StageEntity])],
  providers: [PipelinesService, PipelineEdits, PipelinesResolver],
  exports: [PipelinesService, PipelineEdits],
})
export class PipelinesModule {}

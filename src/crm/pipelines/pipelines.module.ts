import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PipelineEntity } from './pipeline.entity.js';
import { PipelinesResolver } from './pipelines.resolver.js';
import { PipelinesService } from './pipelines.service.js';
import { StageEntity } from './stage.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([PipelineEntity, StageEntity])],
  providers: [PipelinesService, PipelinesResolver],
  exports: [PipelinesService],
})
export class PipelinesModule {}

import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactTagsResolver } from './contact-tags.resolver.js';
import { ContactTagEntity, OrderTagEntity } from './tag-assignment.entity.js';
import { TagEntity } from './tag.entity.js';
import { TagsResolver } from './tags.resolver.js';
import { TagsService } from './tags.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([TagEntity, ContactTagEntity, OrderTagEntity])],
  providers: [TagsService, TagsResolver, ContactTagsResolver],
  exports: [TagsService],
})
export class TagsModule {}

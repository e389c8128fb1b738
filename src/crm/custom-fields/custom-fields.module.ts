import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CustomFieldEntity } from './custom-field.entity.js';
import { CustomFieldsResolver } from './custom-fields.resolver.js';
import { CustomFieldsService } from './custom-fields.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([CustomFieldEntity])],
  providers: [CustomFieldsService, CustomFieldsResolver],
  exports: [CustomFieldsService],
})
export class CustomFieldsModule {}

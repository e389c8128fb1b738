import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { totalCountOf } from '../../platform/paging/total-count.js';
import { ContactEntity } from './contact.entity.js';
import { ContactConnection } from './contact.graphql.js';
import { ContactsResolver } from './contacts.resolver.js';
import { ContactsService } from './contacts.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ContactEntity])],
  providers: [ContactsService, ContactsResolver, totalCountOf(ContactConnection)],
  exports: [ContactsService],
})
export class ContactsModule {}

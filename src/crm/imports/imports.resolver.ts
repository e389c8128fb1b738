import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { BulkOperation } from '../../platform/bulk/bulk.graphql.js';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { ImportContacts } from './import-contacts.kind.js';
import { ImportOrders } from './import-orders.kind.js';
import { ImportContactsInput, ImportOrdersInput } from './imports.graphql.js';
import { Imports } from './imports.service.js';

const CONTACTS = { kind: 'IMPORT_CONTACTS', what: 'contacts', fields: ImportContacts.FIELDS };
const ORDERS = { kind: 'IMPORT_ORDERS', what: 'orders', fields: ImportOrders.FIELDS };

@Resolver(() => BulkOperation)
export class ImportsResolver {
  constructor(
    private readonly imports: Imports,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('editor')
  @Mutation(() => BulkOperation, {
    description:
      'Creates contacts from rows; publishes their events. A contact is there already if one has the id, else the phone number, else the e-mail address of the row. INVALID_INPUT; NOT_FOUND and CONFLICT for an upload.',
  })
  importContacts(
    @Asks() asks: Requester,
    @Args('input', { description: 'The rows, and what becomes of them.' }) input: ImportContactsInput,
  ) {
    return this.unitOfWork.run(asks.origin, (work) => this.imports.start(work, CONTACTS, input));
  }

  @Allow('editor')
  @Mutation(() => BulkOperation, {
    description:
      'Creates orders from rows; publishes their events. An order is there already if one has the id of the row; its contact is found by phone number, else by e-mail address. INVALID_INPUT; NOT_FOUND and CONFLICT for an upload.',
  })
  importOrders(
    @Asks() asks: Requester,
    @Args('input', { description: 'The rows, and what becomes of them.' }) input: ImportOrdersInput,
  ) {
    return this.unitOfWork.run(asks.origin, (work) => this.imports.start(work, ORDERS, input));
  }
}

import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { ContactsArgs } from './contact-filter.graphql.js';
import { Contact, ContactConnection, CreateContactInput, UpdateContactArgs } from './contact.graphql.js';
import { ContactsService } from './contacts.service.js';

@Resolver(() => Contact)
export class ContactsResolver {
  constructor(
    private readonly contacts: ContactsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('viewer')
  @Query(() => Contact, { description: 'One contact. NOT_FOUND.' })
  contact(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return this.contacts.byId(asks.reader, id);
  }

  @Allow('viewer')
  @Query(() => ContactConnection, { name: 'contacts', description: 'Contacts, newest first unless ordered otherwise.' })
  list(@Asks() asks: Requester, @Args() args: ContactsArgs) {
    return this.contacts.page(asks.reader, args);
  }

  @Allow('editor')
  @Mutation(() => Contact, {
    description: 'Creates a contact; publishes contact.created. CONFLICT if another contact has the phone number.',
  })
  createContact(
    @Asks() asks: Requester,
    @Args('input', { description: 'The new contact.' }) input: CreateContactInput,
  ) {
    return this.unitOfWork.run(asks.origin, (work) => this.contacts.create(work, input));
  }

  @Allow('editor')
  @Mutation(() => Contact, {
    description:
      'Updates a contact; publishes field.changed for each field whose value changed. NOT_FOUND, CONFLICT, INVALID_INPUT.',
  })
  updateContact(@Asks() asks: Requester, @Args() { id, input, expectedVersion }: UpdateContactArgs) {
    return this.unitOfWork.run(asks.origin, (work) => this.contacts.update(work, id, { ...input, expectedVersion }));
  }
}

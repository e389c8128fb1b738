import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { ForceArgs } from '../../platform/schema/force.args.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { DomainError } from '../../kernel/errors.js';
import { Contact } from '../contacts/contact.graphql.js';
import { Order } from '../orders/api/order.graphql.js';
import { Pipeline, UpdatePipelineInput } from '../pipelines/pipeline.graphql.js';
import { ContactMerge } from './contact-merge.service.js';
import { ContactRemoval } from './contact-removal.service.js';
import { DeleteContactArgs, DeletedContact } from './removal.graphql.js';
import { OrderRemoval } from './order-removal.service.js';
import { PipelineChanges } from './pipeline-changes.service.js';

/** Deletes contacts and orders with all that belongs to them, and stages of pipelines. */
@Resolver()
export class RemovalResolver {
  constructor(
    private readonly contacts: ContactRemoval,
    private readonly merging: ContactMerge,
    private readonly orders: OrderRemoval,
    private readonly pipelines: PipelineChanges,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('editor')
  @Mutation(() => DeletedContact, {
    description:
      'Deletes a contact with its orders, tasks, conversations and messages; publishes contact.deleted. Unfinished executions about it end CANCELLED with the code SUBJECT_DELETED. NOT_FOUND; CONFLICT if it has more than 1,000 orders, or is to be erased while an automation acts on it.',
  })
  deleteContact(@Asks() asks: Requester, @Args() { id, erase }: DeleteContactArgs) {
    if (erase && asks.principal.role !== 'admin') throw new DomainError('FORBIDDEN', 'To erase needs the role admin');
    return this.unitOfWork.run(asks.origin, (work) => this.contacts.delete(work, id, { erase: erase ?? false }));
  }

  @Allow('admin')
  @Mutation(() => Contact, {
    description:
      'Merges a contact into another: orders, tasks, messages, tags, history and unfinished executions move, fields that the other lacks are taken, and the contact is deleted. Publishes contact.merged. NOT_FOUND, INVALID_INPUT.',
  })
  mergeContacts(
    @Asks() asks: Requester,
    @Args('into', { type: () => ID, description: 'The contact that stays.' }) into: string,
    @Args('from', { type: () => ID, description: 'The contact that is merged into it and deleted.' }) from: string,
  ) {
    return this.unitOfWork.run(asks.origin, (work) => this.merging.merge(work, { into, from }));
  }

  @Allow('editor')
  @Mutation(() => Order, {
    description:
      'Deletes an order with its items and tasks; publishes order.deleted. Unfinished executions about it end CANCELLED with the code SUBJECT_DELETED. NOT_FOUND.',
  })
  deleteOrder(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'The order.' }) id: string) {
    return this.unitOfWork.run(asks.origin, (work) => this.orders.delete(work, id));
  }

  @Allow('editor')
  @Mutation(() => Pipeline, {
    description:
      'Renames a pipeline; renames, reorders, adds and deletes its stages. Publishes pipeline.updated if something changed. NOT_FOUND, INVALID_INPUT; Orders at a deleted stage move to moveOrdersTo, if it is given. CONFLICT if a deleted stage holds orders or is used by automations.',
  })
  updatePipeline(
    @Asks() asks: Requester,
    @Args() { id, force }: ForceArgs,
    @Args('input', { description: 'The fields to change.' }) input: UpdatePipelineInput,
  ) {
    return this.unitOfWork.run(asks.origin, (work) =>
      this.pipelines.update(work, id, { ...input, force: force ?? false }),
    );
  }
}

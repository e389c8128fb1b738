import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { ListOf } from '../../platform/query-limits/query-lists.js';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { ForceArgs } from '../../platform/schema/force.args.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import {
  CreateCustomFieldDefinitionInput,
  CustomFieldDefinition,
  CustomFieldDefinitionsArgs,
  UpdateCustomFieldDefinitionInput,
} from './custom-field.graphql.js';
import { CustomFieldsService, MAX_DEFINITIONS } from './custom-fields.service.js';

@Resolver(() => CustomFieldDefinition)
export class CustomFieldsResolver {
  constructor(
    private readonly fields: CustomFieldsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @ListOf(MAX_DEFINITIONS)
  @Allow('viewer')
  @Query(() => [CustomFieldDefinition], {
    name: 'customFieldDefinitions',
    description:
      'The defined custom fields, in the order of their creation. Contacts and orders may have other custom fields too.',
  })
  list(@Asks() asks: Requester, @Args() { entityType }: CustomFieldDefinitionsArgs) {
    return this.fields.list(asks.reader, entityType);
  }

  @Allow('editor')
  @Mutation(() => CustomFieldDefinition, {
    description:
      'Defines a custom field: from then on its values are checked when they are written; stored values stay as they are. INVALID_INPUT; CONFLICT if it is already defined, or above 200 definitions.',
  })
  createCustomFieldDefinition(
    @Asks() asks: Requester,
    @Args('input', { description: 'The new definition.' }) input: CreateCustomFieldDefinitionInput,
  ) {
    return this.unitOfWork.run(asks.origin, (work) => this.fields.create(work, input));
  }

  @Allow('editor')
  @Mutation(() => CustomFieldDefinition, {
    description:
      'Changes a definition; publishes custom_field.updated if it changed. NOT_FOUND, INVALID_INPUT; CONFLICT naming the automations that use the field, if it gets another type or loses options.',
  })
  updateCustomFieldDefinition(
    @Asks() asks: Requester,
    @Args() { id, force }: ForceArgs,
    @Args('input', { description: 'The fields to change.' }) input: UpdateCustomFieldDefinitionInput,
  ) {
    return this.unitOfWork.run(asks.origin, (work) =>
      this.fields.update(work, id, { ...input, force: force ?? false }),
    );
  }

  @Allow('editor')
  @Mutation(() => CustomFieldDefinition, {
    description:
      'Deletes a definition and publishes custom_field.deleted; the values stay, and are no longer checked. NOT_FOUND; CONFLICT naming the automations that use the field.',
  })
  deleteCustomFieldDefinition(@Asks() asks: Requester, @Args() { id, force }: ForceArgs) {
    return this.unitOfWork.run(asks.origin, (work) => this.fields.delete(work, id, { force: force ?? false }));
  }
}

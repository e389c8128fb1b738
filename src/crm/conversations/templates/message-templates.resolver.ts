import { Query, Resolver } from '@nestjs/graphql';
import { ListOf } from '../../../platform/query-limits/query-lists.js';
import { Allow, Asks } from '../../../platform/requester/allow.decorator.js';
import type { Requester } from '../../../platform/requester/requester.js';
import { MessageTemplate } from './message-template.graphql.js';
import { MAX_TEMPLATES, MessageTemplates } from './message-templates.service.js';

@Resolver(() => MessageTemplate)
export class MessageTemplatesResolver {
  constructor(private readonly templates: MessageTemplates) {}

  @Allow('viewer')
  @ListOf(MAX_TEMPLATES)
  @Query(() => [MessageTemplate], {
    description:
      'The templates of the WhatsApp account, as its provider lists them, at most 5 minutes old; examples while there is no account. ILLEGAL_STATE with reason NO_BUSINESS_ACCOUNT, ACCOUNT_UNREADABLE, PROVIDER_REFUSED or PROVIDER_UNREACHABLE.',
  })
  messageTemplates(@Asks() { workspaceId }: Requester) {
    return this.templates.list(workspaceId);
  }
}

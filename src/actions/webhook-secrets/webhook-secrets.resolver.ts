import { Field, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { OLD_SECRET_HOURS, WebhookSecrets } from './webhook-secrets.js';

@ObjectType({ description: 'A new signing secret; it is not shown again.' })
class RotatedWebhookSecret {
  @Field(() => String, { description: 'The secret in the format of Standard Webhooks: whsec_ and base64.' })
  secret!: string;

  @Field(() => Date, {
    nullable: true,
    description: 'Until when webhooks are also signed with the previous secret; null if there was none.',
  })
  previousUntil!: Date | null;
}

/** Lets admins get the secret with which receivers verify webhooks. */
@Resolver(() => RotatedWebhookSecret)
export class WebhookSecretsResolver {
  constructor(
    private readonly secrets: WebhookSecrets,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('admin')
  @Mutation(() => RotatedWebhookSecret, {
    description: `Creates a new secret for signing webhooks and returns it once; webhooks are also signed with the previous secret for ${OLD_SECRET_HOURS} hours.`,
  })
  rotateWebhookSecret(@Asks() asks: Requester) {
    return this.unitOfWork.run(asks.origin, (work) => this.secrets.rotate(work));
  }
}

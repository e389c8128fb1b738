import { Field, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../platform/auth/allow.decorator.js';
import type { Requester } from '../platform/auth/requester.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { OLD_SECRET_HOURS, WebhookSecrets } from './webhook-secrets.js';

@ObjectType({ description: 'A signing secret just made; it is not shown again.' })
export class RotatedWebhookSecret {
  @Field(() => String, { description: 'As Standard Webhooks writes it: whsec_ and base64.' })
  secret!: string;

  @Field(() => Date, { nullable: true, description: 'Until when webhooks are signed by the secret before it too; null when there was none.' })
  previousUntil!: Date | null;
}

/** How a workspace's admins get the secret by which receivers verify its webhooks. */
@Resolver(() => RotatedWebhookSecret)
export class WebhookSecretsResolver {
  constructor(
    private readonly secrets: WebhookSecrets,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('admin')
  @Mutation(() => RotatedWebhookSecret, {
    description: `Makes a new secret under which webhooks are signed, and shows it this once; the one before signs too for ${OLD_SECRET_HOURS} hours.`,
  })
  rotateWebhookSecret(@Asks() asks: Requester) {
    return this.unitOfWork.run(asks.origin, (work) => this.secrets.rotate(work));
  }
}

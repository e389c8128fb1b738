import { Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { ActionRegistry } from '../../actions/action-registry.service.js';
import { CustomFieldsService } from '../../crm/custom-fields/custom-fields.service.js';
import { OPERATORS } from '../../conditions/operators.js';
import { CONTROL_STEPS } from '../../executions/control/control-steps.js';
import { settingsSchema } from '../../executions/definition/settings.js';
import type { Json } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { Config } from '../../platform/config/config.js';
import { limitsOf, ownLimits } from '../../platform/workspaces/own-limits.js';
import { factPathsOf } from '../../triggers/trigger-facts.js';
import { TRIGGERS } from '../../triggers/triggers.js';
import { Catalog } from './catalog.graphql.js';
import { withCustomFields } from './defined-facts.js';

/** The building blocks of automations, described by the same zod schemas that validate them. */
@Resolver(() => Catalog)
export class CatalogResolver {
  private made: Omit<Catalog, 'customFields' | 'limits'> | undefined;

  constructor(
    private readonly actions: ActionRegistry,
    private readonly config: Config,
    private readonly fields: CustomFieldsService,
  ) {}

  @Allow('viewer')
  @Query(() => Catalog, { name: 'catalog', description: 'The building blocks of automations.' })
  async catalog(@Asks() asks: Requester): Promise<Catalog> {
    this.made ??= this.make();
    const customFields = await this.fields.list(asks.reader);
    const triggers = this.made.triggers.map((trigger) => ({
      ...trigger,
      facts: withCustomFields(trigger.facts, customFields),
    }));
    const { concurrentExecutions, maxAutomations } = limitsOf(await ownLimits(asks.reader), this.config);
    const limits = {
      ...LIMITS,
      concurrencyPerWorkspace: concurrentExecutions,
      maxAutomationsPerWorkspace: maxAutomations,
    };
    return { ...this.made, triggers, customFields, limits };
  }

  private make(): Omit<Catalog, 'customFields' | 'limits'> {
    return {
      triggers: [...TRIGGERS.values()].map((trigger) => ({
        type: trigger.type,
        title: trigger.title,
        description: trigger.description,
        configSchema: jsonSchema(trigger.config, trigger.secrets),
        facts: factPathsOf(trigger).list(),
      })),
      operators: [...OPERATORS.values()].map(({ type, title, operand }) => ({
        type,
        title,
        operandSchema: jsonSchema(operand),
      })),
      actions: this.actions.descriptions().map(({ params, output, secrets, ...described }) => ({
        ...described,
        paramsSchema: jsonSchema(params, secrets),
        outputSchema: jsonSchema(output),
      })),
      controlSteps: [...CONTROL_STEPS.values()].map(({ type, title, description, params }) => ({
        ...{ type, title, description },
        paramsSchema: jsonSchema(params),
      })),
      settingsSchema: jsonSchema(settingsSchema),
    };
  }
}

function jsonSchema(schema: z.ZodType, secrets: readonly string[] = []): Json {
  const described = z.toJSONSchema(schema, { io: 'input' });
  for (const name of secrets) Object.assign(described.properties![name] as object, { secret: true });
  return described as Json;
}

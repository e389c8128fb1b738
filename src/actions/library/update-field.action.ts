import { z } from 'zod';
import { CONTACT_PATCH } from '../../crm/contacts/contacts.statements.js';
import { ContactsService } from '../../crm/contacts/contacts.service.js';
import { fieldMistakes } from '../../crm/fields/patch.js';
import { OrdersService } from '../../crm/orders/orders.service.js';
import { ORDER_PATCH } from '../../crm/orders/orders.statements.js';
import { uuid } from '../../kernel/ids.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import { Action, type InternalAction, type InternalContext } from '../action.js';
import { entityType, neededAs, text } from '../params.js';
import { entityOf } from '../subject.js';

const entityNamed = (field: string) => z.enum(['contact', 'order']).safeParse(field.split('.')[0]).data;

const params = z
  .strictObject({
    entityType: entityType.optional(),
    field: text(200).meta({
      title: 'Field',
      description: 'A base field or a custom one, such as name, order.value or contact.customFields.size',
    }),
    value: z
      .unknown()
      .refine((value) => value !== undefined, 'Required')
      .meta({ title: 'Value', description: 'Null empties the field' }),
  })
  .refine(({ entityType, field }) => !entityType || (entityNamed(field) ?? entityType) === entityType, {
    path: ['field'],
    message: 'A field of the other entity: mend this or entityType',
  })
  .superRefine(({ entityType, field, value }, context) => {
    const named = entityNamed(field) ?? entityType;
    const kinds = [CONTACT_PATCH, ORDER_PATCH].filter((kind) => !named || kind.entityType === named);
    const mistakes = kinds.map((kind) => fieldMistakes(kind, field, value as Json));
    if (mistakes.every(({ length }) => length > 0))
      for (const mistake of mistakes[0]!) context.addIssue({ code: 'custom', ...mistake });
  });

function setsCustomField({ entityType, field, value }: Readonly<JsonObject>) {
  const [, named, key] = /^(?:(contact|order)\.)?customFields\.(\w+)$/.exec(String(field)) ?? [];
  const of = z.enum(['contact', 'order']).safeParse(named ?? entityType).data;
  return of && key && value !== undefined ? { entityType: of, key, value } : null;
}

const output = z.object({ entityType: z.enum(['contact', 'order']), entityId: uuid, changed: z.boolean() });

@Action({
  type: 'update_field',
  title: 'Change a field',
  description: 'Sets a field of the contact or the order.',
  effect: 'internal',
  needs: ({ entityType, field }) => neededAs(entityType ?? entityNamed(String(field))),
  setsCustomField,
  params,
  output,
})
export class UpdateFieldAction implements InternalAction<z.infer<typeof params>, z.infer<typeof output>> {
  constructor(
    private readonly contacts: ContactsService,
    private readonly orders: OrdersService,
  ) {}

  async perform({ entityType, field, value }: z.infer<typeof params>, { work, subject }: InternalContext) {
    const entity = entityOf(subject, entityType ?? entityNamed(field));
    const service = entity.entityType === 'order' ? this.orders : this.contacts;
    const { changed } = await service.updateField(work, entity.entityId, { field, value: value as Json });
    return { ...entity, changed };
  }
}

import { z } from 'zod';
import { longText, money, nameText, reference, requiredText, shortText } from '../../kernel/checks/checks.js';
import { customFields } from '../fields/custom-fields.js';

/** The maximum number of lines of an order, and of a page of them. */
export const MAX_ITEMS = 200;
// Together with the number of items, this keeps any total within the column's range.
const MAX_QUANTITY = 100_000;
const MAX_UNIT_PRICE = 10_000_000_000;

const shipping = {
  shippingAddress: longText,
  shippingCity: shortText,
  shippingRegion: shortText,
  shippingPostalCode: shortText,
};

const item = z.object({
  title: requiredText(200),
  sku: shortText,
  quantity: z.number().int('Expected a whole number').min(1, 'At least 1').max(MAX_QUANTITY, `At most ${MAX_QUANTITY}`),
  unitPrice: money
    .refine((price) => Number(price) >= 0, 'At least 0')
    .refine((price) => Number(price) <= MAX_UNIT_PRICE, `At most ${MAX_UNIT_PRICE}`)
    .nullish(),
});

const items = z.array(item).max(MAX_ITEMS, `At most ${MAX_ITEMS} items`).nullish();

/** One line of an order. */
export type NewItem = z.output<typeof item>;

/** The input of a new order. */
export const newOrder = z.object({
  name: nameText.nullish(),
  description: longText,
  value: money.nullish(),
  contactId: reference.nullish(),
  /** Required unless the stage is given. */
  pipelineId: reference.nullish(),
  /** The pipeline's first stage by default. */
  stageId: reference.nullish(),
  items,
  ...shipping,
  customFields: customFields.nullish(),
  /** An order to copy items and tags from; `link` stores it as the source. Given items come before copied ones. */
  source: z
    .object({
      orderId: reference,
      copyItems: z.boolean().optional(),
      copyTags: z.boolean().optional(),
      link: z.boolean().optional(),
    })
    .nullish(),
});
export type NewOrder = z.input<typeof newOrder>;

/** Changes of an order's own fields; omitted fields stay the same. */
export const orderPatch = z.object({
  name: nameText.optional(),
  value: money.optional(),
  description: longText,
  ...shipping,
  customFields: customFields.nullish(),
});
export type OrderPatchValues = z.output<typeof orderPatch>;

/** Changes of an order. */
export const orderUpdate = orderPatch.extend({
  contactId: reference.nullish(),
  /** In place of those it has; null for none. */
  items,
  /** Its first stage by default, unless the order is in it. */
  pipelineId: reference.nullish(),
  /** Of the pipeline, or of its own. */
  stageId: reference.nullish(),
});
export type OrderUpdate = z.input<typeof orderUpdate>;

import { z } from 'zod';
import { longText, money, nameText, reference, requiredText, shortText } from '../fields/checks.js';
import { customFields } from '../fields/custom-fields.js';

const MAX_ITEMS = 200;
// Together with the number of items, these keep any total within the column.
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
  unitPrice: money.refine((price) => Number(price) >= 0, 'At least 0').refine((price) => Number(price) <= MAX_UNIT_PRICE, `At most ${MAX_UNIT_PRICE}`).nullish(),
});

/** What a new order may be given. */
export const newOrder = z.object({
  name: nameText.nullish(),
  description: longText,
  value: money.nullish(),
  contactId: reference.nullish(),
  /** Needed unless the stage is given. */
  pipelineId: reference.nullish(),
  /** The pipeline's first when not given. */
  stageId: reference.nullish(),
  items: z.array(item).max(MAX_ITEMS, `At most ${MAX_ITEMS} items`).nullish(),
  ...shipping,
  customFields: customFields.nullish(),
  /** An order to copy items and tags from; `link` keeps it as the source. Given items go before copied ones. */
  source: z.object({ orderId: reference, copyItems: z.boolean().optional(), copyTags: z.boolean().optional(), link: z.boolean().optional() }).nullish(),
});
export type NewOrder = z.input<typeof newOrder>;

/** What may be changed of an order; what is missing stays. */
export const orderPatch = z.object({
  name: nameText.optional(),
  value: money.optional(),
  description: longText,
  ...shipping,
  customFields: customFields.nullish(),
});
export type OrderPatch = z.input<typeof orderPatch>;

import { Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import type { Json } from '../../kernel/json.js';
import { JsonScalar } from '../../platform/schema/scalars.js';
import type { OnDuplicate } from './import-plan.js';
import type { ImportRequest } from './imports.service.js';

const OnDuplicateEnum = { SKIP: 'SKIP', UPDATE: 'UPDATE' } as const;
registerEnumType(OnDuplicateEnum, {
  name: 'OnDuplicate',
  description: 'What an import does with a row that is there already.',
  valuesMap: {
    SKIP: { description: 'It stays as it is.' },
    UPDATE: { description: 'The cells that are not empty are written to it.' },
  },
});

@InputType({ isAbstract: true })
abstract class ImportInput implements ImportRequest {
  @Field(() => String, {
    nullable: true,
    description: 'The rows as CSV, the first line naming the columns; a file of more than 1 MB is uploaded first.',
  })
  csv?: string | null;

  @Field(() => [JsonScalar], {
    nullable: true,
    description: 'The rows as objects: a text, number, boolean or null for each column.',
  })
  rows?: Json[] | null;

  @Field(() => ID, { nullable: true, description: 'The id of a file that was sent to POST /imports.' })
  upload?: string | null;

  @Field(() => OnDuplicateEnum, { nullable: true, description: 'SKIP if omitted.' })
  onDuplicate?: OnDuplicate | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: changes nothing; the results are the first 100 mistakes by row. False if omitted.',
  })
  dryRun?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether automations start as for any other change; true if omitted. If false, the events are stored all the same.',
  })
  trigger?: boolean | null;
}

@InputType({ description: 'An import of contacts; give exactly one of csv, rows and upload.' })
export class ImportContactsInput extends ImportInput {
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'The field of each column, such as {"Full name": "name", "Size": "customFields.size"}: id, name, phone, email, city, region, address, timeZone, optedOutAt, tags (names, separated by semicolons), customFields (a JSON object) or customFields.<name>. Columns that are named as a field if omitted.',
  })
  mapping?: Json | null;
}

@InputType({ description: 'An import of orders; give exactly one of csv, rows and upload.' })
export class ImportOrdersInput extends ImportInput {
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'The field of each column, such as {"Amount": "value", "Client": "contactEmail"}: id, name, value, description, pipeline and stage (names), contactPhone, contactEmail, tags (names, separated by semicolons), shippingAddress, shippingCity, shippingRegion, shippingPostalCode, customFields (a JSON object) or customFields.<name>. Columns that are named as a field if omitted.',
  })
  mapping?: Json | null;
}

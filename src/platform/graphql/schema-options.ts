import type { BuildSchemaOptions } from '@nestjs/graphql';
import { DateTimeScalar } from './scalars.js';

/** How the schema is built of the classes; alike for the server and for printing it. */
export const buildSchemaOptions: BuildSchemaOptions = {
  dateScalarMode: 'isoDate',
  numberScalarMode: 'float',
  scalarsMap: [{ type: Date, scalar: DateTimeScalar as never }],
};

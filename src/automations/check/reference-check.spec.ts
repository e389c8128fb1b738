import { z } from 'zod';
import { ACTIONS } from '../../actions/actions.js';
import { REFERENCES } from '../../crm/references.js';
import { referenceOf } from '../../platform/facts/reference.js';
import { TRIGGERS } from '../../triggers/triggers.js';

const namedBy = (schema: z.ZodType) =>
  schema instanceof z.ZodObject
    ? Object.values(schema.shape as Record<string, z.ZodType>).flatMap((field) => referenceOf(field)?.reference ?? [])
    : [];

it('knows every kind of object that triggers and actions refer to', () => {
  const schemas = [
    ...[...TRIGGERS.values()].map(({ config }) => config),
    ...[...ACTIONS.values()].map(({ description }) => description.params),
  ];
  const known = REFERENCES.map(({ name }) => name);
  expect([...new Set(schemas.flatMap(namedBy))].sort()).toEqual(known.sort());
});

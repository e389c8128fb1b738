import type { CustomFieldRow, CustomFieldType } from '../../crm/custom-fields/custom-field.entity.js';
import type { FactPath } from '../../platform/facts/fact-paths.js';
import type { FactType } from '../../platform/facts/fact-shape.js';

const TYPES: Readonly<Record<CustomFieldType, FactType>> = {
  TEXT: 'text',
  NUMBER: 'decimal',
  BOOLEAN: 'boolean',
  DATE: 'date',
  SELECT: 'text',
};

const CUSTOM_FIELDS = /(?:^|\.)(contact|order)\.customFields\.\*$/;

/** The facts with each defined custom field after the path that stands for all of them. */
export const withCustomFields = (facts: readonly FactPath[], definitions: readonly CustomFieldRow[]): FactPath[] =>
  facts.flatMap((fact) => {
    const entityType = CUSTOM_FIELDS.exec(fact.path)?.[1];
    const defined = definitions.filter((definition) => definition.entityType === entityType);
    return [fact, ...defined.map((definition) => factOf(fact, definition))];
  });

const factOf = ({ path, title }: FactPath, definition: CustomFieldRow): FactPath => ({
  path: `${path.slice(0, -1)}${definition.key}`,
  type: TYPES[definition.type],
  title: `${title} › ${definition.title}`,
});

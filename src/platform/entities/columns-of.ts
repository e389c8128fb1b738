import { getMetadataArgsStorage } from 'typeorm';
import { columnName } from './postgres-names.js';

/** The select list of an entity's table under an alias: each column named as its property, except the omitted ones. */
export function columnsOf<Entity>(
  entity: new () => Entity,
  alias: string,
  ...without: (keyof Entity & string)[]
): string {
  return getMetadataArgsStorage()
    .filterColumns(entity)
    .map(({ propertyName }) => propertyName)
    .filter((property) => !(without as string[]).includes(property))
    .map((property) => selected(alias, property))
    .join(', ');
}

function selected(alias: string, property: string): string {
  const column = columnName(property);
  return column === property ? `${alias}.${column}` : `${alias}.${column} AS "${property}"`;
}

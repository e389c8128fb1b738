import { ArgsType, Extensions, Field, ID, Int } from '@nestjs/graphql';
import type { GraphQLField } from 'graphql';
import { invalidInput, type Mistake } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import { LIMITS } from '../../kernel/limits.js';

const KEY = 'maxLength';
const OF_THE_PAGE = 'page';

/** Above every id: the start of a list in descending order of ids. */
export const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The default page size. */
export const DEFAULT_PAGE_SIZE = 20;

/** Declares the maximum length of a list; the cost estimate reads it, and every list must declare it. */
export const ListOf = (maxLength: number) => Extensions({ [KEY]: maxLength });

/** The list of a connection: its length is the page size requested from its parent. */
export const ListOfPage = () => Extensions({ [KEY]: OF_THE_PAGE });

/** The declared length of a list: a number, or the page size of its parent; undefined if not declared. */
export const declaredLength = ({ extensions }: GraphQLField<unknown, unknown>) =>
  extensions[KEY] as number | typeof OF_THE_PAGE | undefined;

/** The paging arguments of a nested list. */
@ArgsType()
export class NestedPageArgs {
  @Field(() => Int, {
    nullable: true,
    description: `How many, 1 to ${LIMITS.maxPageSize}; ${LIMITS.maxPageSize} if omitted.`,
  })
  first?: number | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the last item of the previous page; starts at the beginning if omitted.',
  })
  after?: string | null;
}

/** A page of a nested list. */
export interface NestedPage<After = string> {
  first: number;
  /** The position after which the page starts; null for the first page. */
  after: After | null;
}

/** Validates a nested page's arguments. INVALID_INPUT for a size out of range or an invalid id. */
export function nestedPage({ first, after }: NestedPageArgs): NestedPage {
  if (after != null && !isId(after))
    throw invalidInput([{ path: ['after'], message: 'Expected the id of an item of this list' }]);
  return { first: sizeWithin(first, LIMITS.maxPageSize), after: after ?? null };
}

/** The page size; the maximum by default. INVALID_INPUT if it is out of range. */
export function sizeWithin(first: number | null | undefined, max: number): number {
  const mistakes: Mistake[] =
    first == null || (first >= 1 && first <= max) ? [] : [{ path: ['first'], message: `Must be 1 to ${max}` }];
  if (mistakes.length > 0) throw invalidInput(mistakes);
  return first ?? max;
}

import type { Type } from '@nestjs/common';
import { Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from './connection.js';

/** A page of a list whose length can be counted. */
export interface CountedConnection<Row> extends Connection<Row> {
  count: () => Promise<number>;
}

/** A resolver that adds totalCount to a connection type; it counts only when the field is selected. */
export function totalCountOf(ConnectionType: Type): Type {
  @Resolver(() => ConnectionType)
  class TotalCountResolver {
    @ResolveField(() => Int, { description: 'How many items the whole list has; counted only when it is selected.' })
    totalCount(@Parent() page: CountedConnection<unknown>) {
      return page.count();
    }
  }
  return TotalCountResolver;
}

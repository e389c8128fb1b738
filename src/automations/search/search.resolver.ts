import { Args, ArgsType, Field, ID, Int, ObjectType, Query, registerEnumType, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { ListOf } from '../../platform/query-limits/query-lists.js';
import { AutomationStore } from '../store/automation-store.js';
import { MAX_FIRST, search, SEARCH_KINDS, type SearchKind } from './search.js';

const SearchKindEnum = Object.fromEntries(SEARCH_KINDS.map((name) => [name, name])) as { [N in SearchKind]: N };

registerEnumType(SearchKindEnum, {
  name: 'SearchKind',
  description: 'The kind of a search result.',
  valuesMap: {
    AUTOMATION: { description: 'An automation, by name or description; detail: its description.' },
    CONTACT: { description: 'A contact, by name, phone or e-mail; detail: its phone number or e-mail address.' },
    ORDER: { description: 'An order, by name; detail: its value.' },
    EXECUTION: { description: "An execution, by its id; label: its automation's name, detail: its status." },
    EVENT: { description: 'An event, by its id; label: its type.' },
  },
});

@ObjectType('SearchHit', { description: 'A search result.' })
class SearchHitNode {
  @Field(() => SearchKindEnum, { description: 'Its kind.' })
  kind!: SearchKind;

  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: 'Its name; plain user text, never markup.' })
  label!: string;

  @Field(() => String, {
    nullable: true,
    description: 'A detail that distinguishes it from others with the same name.',
  })
  detail!: string | null;
}

@ArgsType()
class SearchArgs {
  @Field({
    description:
      'Part of a name, phone number, e-mail address or description, ignoring case; or a full id. 1 to 200 characters.',
  })
  text!: string;

  @Field(() => Int, { nullable: true, description: 'How many of each kind, 1 to 20; 5 if omitted.' })
  first?: number | null;
}

/** A search over all kinds of objects. */
@Resolver(() => SearchHitNode)
export class SearchResolver {
  constructor(private readonly store: AutomationStore) {}

  @Allow('viewer')
  @ListOf(3 * MAX_FIRST)
  @Query(() => [SearchHitNode], {
    name: 'search',
    description:
      'Finds automations, then contacts and orders, newest first, by name or similar text, or any object by its full id. Searches the newest 10,000 contacts and orders; contacts(search) searches all contacts. INVALID_INPUT.',
  })
  find(@Asks() asks: Requester, @Args() query: SearchArgs) {
    return search(asks.reader, this.store, query);
  }
}

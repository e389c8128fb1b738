import {
  GraphQLError,
  Kind,
  Location,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { DomainError } from '../../kernel/errors.js';
import { LIMITS } from '../../kernel/limits.js';
import { repetitionsIn } from './query-repetitions.js';

/** The parse options of every document. */
export const PARSE_OPTIONS = { maxTokens: LIMITS.maxQueryTokens };

/** Rejects a document that is too large; runs before validation, whose cost grows with its size. */
export function assertWithinLimits(document: DocumentNode): void {
  // Mercurius also accepts a syntax tree as JSON, which bypasses the token limit.
  if (!(document?.loc instanceof Location)) throw new GraphQLError('Syntax Error: Expected a GraphQL document.');
  const { fields, aliases } = counted(document);
  refuseOver(LIMITS.maxQueryFields, fields, 'fields');
  refuseOver(LIMITS.maxQueryAliases, aliases, 'aliases');
  refuseOver(LIMITS.maxQueryRepetitions, repetitionsIn(document), 'repeated fields');
  refuseOver(LIMITS.maxQueryDepth, depthOf(document), 'levels of fields');
}

/** Rejects a request above a limit. */
export function refuseOver(limit: number, count: number, what: string): void {
  if (count <= limit) return;
  const message = `The document asks for ${Number.isFinite(count) ? count : 'infinitely many'} ${what}; at most ${limit} are allowed`;
  throw new DomainError('INVALID_INPUT', message, [{ path: ['query'], message }]);
}

function counted(document: DocumentNode): { fields: number; aliases: number } {
  const counts = { fields: 0, aliases: 0 };
  visit(document, {
    Field: ({ alias }) => {
      counts.fields += 1;
      if (alias) counts.aliases += 1;
    },
    FragmentSpread: () => {
      counts.fields += 1;
    },
  });
  return counts;
}

/** The deepest field, including fragments; introspection is excluded, since its depth is that of types. */
function depthOf(document: DocumentNode): number {
  const fragments = new Map(
    document.definitions
      .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );
  const known = new Map<string, number>();
  const ofFragment = (name: string): number => {
    const depth = known.get(name);
    if (depth !== undefined) return depth;
    // A cycle of fragments is reported by validation, with a better message.
    known.set(name, 0);
    const fragment = fragments.get(name);
    if (fragment) known.set(name, ofSelections(fragment.selectionSet));
    return known.get(name)!;
  };
  const ofSelections = ({ selections }: SelectionSetNode): number =>
    selections.reduce((deepest, each) => {
      if (each.kind === Kind.FRAGMENT_SPREAD) return Math.max(deepest, ofFragment(each.name.value));
      if (each.kind === Kind.INLINE_FRAGMENT) return Math.max(deepest, ofSelections(each.selectionSet));
      if (each.name.value.startsWith('__')) return deepest;
      return Math.max(deepest, 1 + (each.selectionSet ? ofSelections(each.selectionSet) : 0));
    }, 0);
  return document.definitions.reduce(
    (deepest, each) =>
      each.kind === Kind.OPERATION_DEFINITION ? Math.max(deepest, ofSelections(each.selectionSet)) : deepest,
    0,
  );
}

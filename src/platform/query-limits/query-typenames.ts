import { Kind, type GraphQLResolveInfo, type SelectionNode, type SelectionSetNode } from 'graphql';

type Fragments = GraphQLResolveInfo['fragments'];
type Size = { count: number; bytes: number };

// A type name of ours, quotes, a colon and a comma.
const BYTES_OF_ONE = 32;

const known = new WeakMap<SelectionSetNode, Size>();

/** How often `__typename` is requested of each object of a field: graphql-js answers it without a resolver. */
export const typenamesOf = ({ fieldNodes, fragments }: GraphQLResolveInfo): Size =>
  total(fieldNodes.map(({ selectionSet }) => (selectionSet ? within(selectionSet, fragments) : NONE)));

function within(selectionSet: SelectionSetNode, fragments: Fragments): Size {
  let size = known.get(selectionSet);
  if (!size)
    known.set(selectionSet, (size = total(selectionSet.selections.map((each) => ofSelection(each, fragments)))));
  return size;
}

function ofSelection(selection: SelectionNode, fragments: Fragments): Size {
  if (selection.kind === Kind.FIELD) {
    return selection.name.value === '__typename'
      ? { count: 1, bytes: (selection.alias ?? selection.name).value.length + BYTES_OF_ONE }
      : NONE;
  }
  const inner =
    selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments[selection.name.value]?.selectionSet;
  return inner ? within(inner, fragments) : NONE;
}

const NONE: Size = { count: 0, bytes: 0 };

const total = (sizes: Size[]): Size =>
  sizes.reduce((sum, each) => ({ count: sum.count + each.count, bytes: sum.bytes + each.bytes }), NONE);

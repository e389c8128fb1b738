import {
  getOperationAST,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { PARSE_OPTIONS } from '../query-limits/query-limits.js';

/** The response names of the mutations in a document; undefined if it is not a mutation or not a valid document. */
export function changesOf(query: string, operationName: string | undefined): string[] | undefined {
  const document = parsed(query);
  const operation = document && getOperationAST(document, operationName);
  if (operation?.operation !== OperationTypeNode.MUTATION) return undefined;
  const fragments = new Map(
    document!.definitions
      .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );
  return [...fieldsOf(operation.selectionSet, fragments)];
}

// The execution reports what is wrong with the document.
function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(query, PARSE_OPTIONS);
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

function fieldsOf(root: SelectionSetNode, fragments: Map<string, FragmentDefinitionNode>): Set<string> {
  const found = new Set<string>();
  const followed = new Set<string>();
  const left = [root];
  for (let next = left.pop(); next; next = left.pop()) {
    for (const each of next.selections) {
      if (each.kind === Kind.INLINE_FRAGMENT) left.push(each.selectionSet);
      else if (each.kind === Kind.FIELD && each.name.value !== '__typename') found.add((each.alias ?? each.name).value);
      else if (each.kind === Kind.FRAGMENT_SPREAD && !followed.has(each.name.value)) {
        followed.add(each.name.value);
        const fragment = fragments.get(each.name.value);
        if (fragment) left.push(fragment.selectionSet);
      }
    }
  }
  return found;
}

import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/**
 * How often a document repeats fields in one selection set, with fragments expanded. Validation compares each field with all
 * others of its name and with their selections, so a few hundred repetitions take seconds.
 */
export function repetitionsIn(document: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  let count = 0;
  const add = ({ selectionSet }: { selectionSet?: SelectionSetNode }) => {
    if (selectionSet) count += new Names(fragments).repeatedIn(selectionSet);
  };
  visit(document, { OperationDefinition: add, Field: add });
  return count;
}

/** The response names in one selection set. */
class Names {
  private readonly seen = new Set<string>();
  private readonly unfolded = new Set<string>();

  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  repeatedIn({ selections }: SelectionSetNode): number {
    return selections.reduce((count, each) => {
      if (each.kind === Kind.INLINE_FRAGMENT) return count + this.repeatedIn(each.selectionSet);
      if (each.kind === Kind.FRAGMENT_SPREAD) return count + this.ofFragment(each.name.value);
      const name = (each.alias ?? each.name).value;
      const isAgain = this.seen.has(name);
      this.seen.add(name);
      return isAgain ? count + 1 : count;
    }, 0);
  }

  private ofFragment(name: string): number {
    const fragment = this.fragments.get(name);
    if (!fragment || this.unfolded.has(name)) return 0;
    this.unfolded.add(name);
    return this.repeatedIn(fragment.selectionSet);
  }
}

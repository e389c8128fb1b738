import {
  getNamedType, getNullableType, isCompositeType, isListType, isObjectType, Kind, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLNamedType,
  type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode,
} from 'graphql';
import { LIMITS } from '../../kernel/limits.js';
import { refuseOver } from './query-limits.js';

/** How long a list without pages is taken to be. */
const LIST_SIZE = 10;
const PAGE_SIZE = 20;

type Variables = Readonly<Record<string, unknown>> | null | undefined;

/** Refuses a valid document that could have to make more objects than allowed, by the sizes of its pages. */
export function assertAffordable(schema: GraphQLSchema, document: DocumentNode, variables: Variables): void {
  refuseOver(LIMITS.maxQueryCost, new Estimate(schema, document, variables).total(), 'objects; smaller pages need fewer');
}

/** Counts the objects that a document may have to make; scalars go with their object. */
class Estimate {
  private readonly fragments: Map<string, FragmentDefinitionNode>;
  private readonly known = new Map<string, number>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly document: DocumentNode,
    private readonly variables: Variables,
  ) {
    const fragments = document.definitions.filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((each) => [each.name.value, each]));
  }

  total(): number {
    const operations = this.document.definitions.filter((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION);
    return Math.max(0, ...operations.map(({ operation, selectionSet }) => this.ofSelections(selectionSet, this.schema.getRootType(operation) ?? undefined, PAGE_SIZE)));
  }

  private ofSelections({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined, page: number): number {
    return selections.reduce((sum, each) => {
      if (each.kind === Kind.FIELD) return sum + this.ofField(each, type, page);
      if (each.kind === Kind.FRAGMENT_SPREAD) return sum + this.ofFragment(each.name.value, page);
      return sum + this.ofSelections(each.selectionSet, each.typeCondition ? this.schema.getType(each.typeCondition.name.value) : type, page);
    }, 0);
  }

  private ofFragment(name: string, page: number): number {
    const key = `${name} ${page}`;
    let cost = this.known.get(key);
    const fragment = this.fragments.get(name);
    if (cost === undefined && fragment) {
      cost = this.ofSelections(fragment.selectionSet, this.schema.getType(fragment.typeCondition.name.value), page);
      this.known.set(key, cost);
    }
    return cost ?? 0;
  }

  private ofField(field: FieldNode, parent: GraphQLNamedType | undefined, page: number): number {
    const definition = isObjectType(parent) ? parent.getFields()[field.name.value] : undefined;
    const type = definition && getNamedType(definition.type);
    if (!type || !field.selectionSet || !isCompositeType(type)) return 0;
    const length = !isListType(getNullableType(definition.type)) ? 1 : field.name.value === 'edges' ? page : LIST_SIZE;
    return length * (1 + this.ofSelections(field.selectionSet, type, this.pageOf(field)));
  }

  private pageOf(field: FieldNode): number {
    const value = field.arguments?.find(({ name }) => name.value === 'first')?.value;
    const given = value?.kind === Kind.VARIABLE ? this.variables?.[value.name.value] : value?.kind === Kind.INT ? Number(value.value) : undefined;
    return typeof given === 'number' ? Math.min(Math.max(given, 1), LIMITS.maxPageSize) : PAGE_SIZE;
  }
}

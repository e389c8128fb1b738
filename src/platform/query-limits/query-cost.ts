import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { LIMITS } from '../../kernel/limits.js';
import { Introspection, isIntrospection } from './query-introspection.js';
import { refuseOver } from './query-limits.js';
import { declaredLength, DEFAULT_PAGE_SIZE } from './query-lists.js';

type Variables = Readonly<Record<string, unknown>>;
type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;
type Arguments = Record<string, unknown>;

/** Rejects a valid document that could require too many objects if every list had its maximum length. */
export function assertAffordable(
  schema: GraphQLSchema,
  document: DocumentNode,
  given: Variables | null | undefined,
): void {
  const fragments: Fragments = new Map(
    document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  );
  for (const operation of document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given ?? {}, { maxErrors: 1 });
    // The execution rejects invalid variables with a better message.
    if (!coerced) continue;
    const objects = new Estimate(schema, fragments, coerced).of(operation);
    refuseOver(LIMITS.maxQueryCost, objects, 'objects; smaller pages need fewer (first, of nested lists too)');
  }
}

/** Estimates how many objects an operation can return; scalars count with their object. */
class Estimate {
  private readonly known = new Map<string, number>();
  private readonly introspection: Introspection;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
    private readonly variables: Variables,
  ) {
    this.introspection = new Introspection(schema, fragments);
  }

  of({ operation, selectionSet }: OperationDefinitionNode): number {
    return this.ofSelections(selectionSet, this.schema.getRootType(operation) ?? undefined, DEFAULT_PAGE_SIZE);
  }

  private ofSelections({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined, page: number): number {
    return selections.reduce((sum, each) => {
      if (!this.isIncluded(each)) return sum;
      if (each.kind === Kind.FIELD) return sum + this.ofField(each, type, page);
      if (each.kind === Kind.FRAGMENT_SPREAD) return sum + this.ofFragment(each.name.value, page);
      return (
        sum +
        this.ofSelections(
          each.selectionSet,
          each.typeCondition ? this.schema.getType(each.typeCondition.name.value) : type,
          page,
        )
      );
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
    if (isIntrospection(field)) return this.ofSchema(field);
    const definition = isObjectType(parent) ? parent.getFields()[field.name.value] : undefined;
    const type = definition && getNamedType(definition.type);
    if (!type || !field.selectionSet || !isCompositeType(type)) return 0;
    const { first: fromStart, last } = this.argumentsOf(definition, field);
    const first = fromStart ?? last;
    const size = typeof first === 'number' ? Math.max(first, 1) : undefined;
    const ofEach = this.ofSelections(field.selectionSet, type, Math.min(size ?? DEFAULT_PAGE_SIZE, LIMITS.maxPageSize));
    return lengthOf(definition, size, page) * (1 + ofEach);
  }

  private ofSchema(field: FieldNode): number {
    const definition = field.name.value === SchemaMetaFieldDef.name ? SchemaMetaFieldDef : TypeMetaFieldDef;
    this.introspection.add(field, this.argumentsOf(definition, field));
    return 0;
  }

  // Read as in the execution: literal, variable, default of a variable, or omitted.
  private argumentsOf(definition: GraphQLField<unknown, unknown>, field: FieldNode): Arguments {
    try {
      return getArgumentValues(definition, field, this.variables);
    } catch {
      // The field will fail because of its arguments and return nothing.
      return {};
    }
  }

  private isIncluded(node: SelectionNode): boolean {
    if (!node.directives?.length) return true;
    const { variables } = this;
    return (
      getDirectiveValues(GraphQLSkipDirective, node, variables)?.if !== true &&
      getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false
    );
  }
}

/** The maximum length of a field's value: 1 unless it is a list; a list has its declared length, or less if `first` limits it. */
function lengthOf(definition: GraphQLField<unknown, unknown>, first: number | undefined, page: number): number {
  if (!isListType(getNullableType(definition.type))) return 1;
  const declared = declaredLength(definition) ?? Infinity;
  return declared === 'page' ? page : Math.min(first ?? declared, declared);
}

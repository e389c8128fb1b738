import {
  getNamedType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { LIMITS } from '../../kernel/limits.js';
import { refuseOver } from './query-limits.js';

type Size = { objects: number; bytes: number };
type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const NOTHING: Size = { objects: 0, bytes: 0 };
const ROOTS: Readonly<Record<string, GraphQLField<unknown, unknown>>> = {
  __schema: SchemaMetaFieldDef,
  __type: TypeMetaFieldDef,
};
const EVEN_DEPRECATED = { includeDeprecated: true };

/** Whether a field asks for the schema itself. */
export const isIntrospection = ({ name }: FieldNode) => name.value in ROOTS;

/**
 * How much of the schema a document requests. Counted exactly, because the schema is known: each selection counts once for
 * each type, field or argument that it applies to.
 */
export class Introspection {
  private readonly known = new Map<SelectionSetNode, Map<unknown, Size>>();
  private readonly info: GraphQLResolveInfo;
  private total = NOTHING;
  private visits = 0;

  constructor(
    schema: GraphQLSchema,
    private readonly fragments: Fragments,
  ) {
    this.info = { schema } as GraphQLResolveInfo;
  }

  /** Adds a `__schema` or `__type` field. INVALID_INPUT if the total is too large. */
  add(field: FieldNode, args: Record<string, unknown>): void {
    this.total = sum(this.total, this.ofField(field, ROOTS[field.name.value], { source: undefined, args }));
    this.assertWithinLimits(this.total);
  }

  private ofField(
    field: FieldNode,
    definition: GraphQLField<unknown, unknown> | undefined,
    from: { source: unknown; args: Record<string, unknown> },
  ): Size {
    if (!definition) return NOTHING;
    const value = definition.resolve
      ? definition.resolve(from.source, from.args, undefined, this.info)
      : (from.source as Record<string, unknown>)[field.name.value];
    const type = getNamedType(definition.type);
    if (!field.selectionSet || !isObjectType(type))
      return { objects: 0, bytes: String(field.alias?.value ?? field.name.value).length + String(value).length };
    const { selectionSet } = field;
    const each = value == null ? [] : Array.isArray(value) ? value : [value];
    return each.reduce<Size>((size, source) => sum(size, this.ofObject(selectionSet, type, source), 1), NOTHING);
  }

  private ofObject(selections: SelectionSetNode, type: GraphQLObjectType, source: unknown): Size {
    const here = this.known.get(selections) ?? new Map<unknown, Size>();
    this.known.set(selections, here);
    const known = here.get(source);
    if (known) return known;
    this.assertWithinLimits({ objects: ++this.visits, bytes: 0 });
    const size = this.ofSelections(selections, type, source);
    here.set(source, size);
    return size;
  }

  private ofSelections({ selections }: SelectionSetNode, type: GraphQLObjectType, source: unknown): Size {
    return selections.reduce<Size>((size, each) => {
      if (each.kind === Kind.FIELD) {
        const definition =
          each.name.value === TypeNameMetaFieldDef.name ? undefined : type.getFields()[each.name.value];
        return sum(size, this.ofField(each, definition, { source, args: EVEN_DEPRECATED }));
      }
      const within =
        each.kind === Kind.INLINE_FRAGMENT ? each.selectionSet : this.fragments.get(each.name.value)?.selectionSet;
      return within ? sum(size, this.ofObject(within, type, source)) : size;
    }, NOTHING);
  }

  private assertWithinLimits({ objects, bytes }: Size): void {
    refuseOver(LIMITS.maxIntrospectionObjects, objects, 'parts of the schema');
    refuseOver(LIMITS.maxAnswerBytes, bytes, 'bytes of the schema');
  }
}

const sum = (one: Size, other: Size, more = 0): Size => ({
  objects: one.objects + other.objects + more,
  bytes: one.bytes + other.bytes,
});

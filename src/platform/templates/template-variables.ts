import { Output, TypeGuards, Value, toValueSync, type PropertyAccessToken, type Template, type Token } from 'liquidjs';

/** Every placeholder of parsed templates, including those inside tags. */
export const outputsOf = (templates: Template[]): Output[] =>
  everyTemplate(templates).filter((template) => template instanceof Output);

/** The names of all filters. */
export const filtersOf = (templates: Template[]): string[] =>
  everyTemplate(templates)
    .flatMap((template) => [...(template.arguments?.() ?? [])])
    .flatMap((argument) => (argument instanceof Value ? argument.filters.map(({ name }) => name) : []));

/** The variables of one placeholder, as written. */
export const variablesOf = (output: Output): string[] => accessesOf(output).map((access) => access.getText().trim());

/** The path of a placeholder that only names a fact; undefined if it has filters, indexes or Liquid keywords. */
export function plainPathOf({ value: { filters, initial } }: Output): string[] | undefined {
  const [token, ...others] = initial.postfix;
  if (filters.length > 0 || others.length > 0 || !TypeGuards.isPropertyAccessToken(token)) return undefined;
  const isPlain = token.props.every(
    (part) => isFixed(part) && !TypeGuards.isNumberToken(part) && !LIQUID_WORDS.includes(nameOf(part)),
  );
  return isPlain ? token.props.map(nameOf) : undefined;
}

const LIQUID_WORDS = ['first', 'last', 'size'];

/** Variables whose path is known only at rendering, such as order[name], and therefore cannot be checked. */
export const dynamicVariables = (templates: Template[]): string[] =>
  everyTemplate(templates)
    .flatMap(accessesOf)
    .filter((access) => access.variable !== undefined || !access.props.every(isFixed))
    .map((access) => access.getText());

/**
 * The fact paths that templates read, without variables that the templates define. Liquid's own analysis does the same, but
 * finds the line of each variable by counting from the top: that takes a second for a long text.
 */
export function pathsOf(templates: Template[]): string[][] {
  const paths = new Map<string, string[]>();
  collect(templates, { paths, assigned: new Set(), inBlock: new Set() });
  return [...paths.values()];
}

interface Reading {
  paths: Map<string, string[]>;
  /** Names defined by assign and capture, valid to the end. */
  assigned: Set<string>;
  /** Names defined by enclosing tags, such as a loop variable. */
  inBlock: ReadonlySet<string>;
}

function collect(templates: Template[], reading: Reading): void {
  for (const template of templates) {
    for (const { props } of accessesOf(template)) {
      const path = props.map(nameOf);
      const isOwn = reading.assigned.has(path[0]!) || reading.inBlock.has(path[0]!);
      if (!isOwn) reading.paths.set(JSON.stringify(path), path);
    }
    for (const { content } of template.localScope?.() ?? []) reading.assigned.add(content);
    const inBlock = template.blockScope ? new Set([...reading.inBlock, ...template.blockScope()]) : reading.inBlock;
    collect(childrenOf(template), { ...reading, inBlock });
  }
}

const isFixed = (part: Token) =>
  TypeGuards.isWordToken(part) || TypeGuards.isQuotedToken(part) || TypeGuards.isNumberToken(part);

const nameOf = (part: Token) => String((part as Token & { content: string | number }).content);

const everyTemplate = (templates: Template[]): Template[] =>
  templates.flatMap((template) => [template, ...everyTemplate(childrenOf(template))]);

const childrenOf = (template: Template): Template[] =>
  template.children ? toValueSync(template.children(false, true)) : [];

const accessesOf = (template: Template): PropertyAccessToken[] =>
  [...(template.arguments?.() ?? [])].flatMap(accessesIn);

function accessesIn(argument: unknown): PropertyAccessToken[] {
  if (argument instanceof Value) {
    return [...argument.initial.postfix, ...argument.filters.flatMap(({ args }) => args)].flatMap(accessesIn);
  }
  // A named argument of a filter is a pair of name and value.
  if (Array.isArray(argument)) return accessesIn(argument[1]);
  if (TypeGuards.isRangeToken(argument)) return [argument.lhs, argument.rhs].flatMap(accessesIn);
  if (!TypeGuards.isPropertyAccessToken(argument)) return [];
  return [argument, ...argument.props.flatMap(accessesIn)];
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** A regular expression in the sources, and its location. */
export interface FoundExpression {
  at: string;
  expression: RegExp;
}

/** Every regular expression literal in the product's sources, and every place that creates one at run time. */
export function regularExpressions(): { literals: FoundExpression[]; made: string[] } {
  const found = { literals: [] as FoundExpression[], made: [] as string[] };
  for (const path of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts') || path.endsWith('.spec.ts')) continue;
    const source = ts.createSourceFile(path, readFileSync(join(SRC, path), 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      const at = `${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
      if (ts.isRegularExpressionLiteral(node)) found.literals.push({ at, expression: expressionOf(node.text) });
      if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp')
        found.made.push(at);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

function expressionOf(literal: string): RegExp {
  const end = literal.lastIndexOf('/');
  return new RegExp(literal.slice(1, end), literal.slice(end + 1));
}

const CHARACTERS = [
  'a',
  'A',
  '0',
  ' ',
  '\n',
  '.',
  ',',
  ':',
  ';',
  '-',
  '_',
  '/',
  '\\',
  '@',
  '"',
  '<',
  '{',
  '[',
  '%',
  '+',
  '=',
  'é',
  '\u0301',
  '漢',
  '\ud800',
  '\0',
];

/** Texts that could make an expression slow: characters of every class, and parts of the expression itself. */
export function piecesFor({ source }: RegExp): string[] {
  const words = source
    .replace(/\\[dwsSWDbpPuxk](?:\{[^}]*\})?|\(\?<?[:=!]|[\\^$]/g, '\0')
    .split(/[\0()[\]{}|*+?]+/)
    .filter(Boolean);
  const whole = words.join('a');
  const own = [...new Set(words.join(''))].slice(0, 8);
  const pairs = own.flatMap((one) => ['a', '0', ' ', '.'].map((other) => one + other));
  return [...new Set([...CHARACTERS, ...own, ...pairs, ...words, whole])].filter(Boolean);
}

import { readFileSync, readdirSync } from 'node:fs';
import ts from 'typescript';
import { createTestDatabase } from '../support/test-database.js';

// What distributing the tables by workspace_id would meet, as docs/scale.md describes it: the keys without workspace_id, and the
// statements that are not bound to one workspace, each with the reason.

const CROSSING: Record<string, string[]> = {};

const SRC = new URL('../../src/', import.meta.url);
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(ts|sql)$/.test(file) && !/\.(spec|migration)\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(new URL(file, SRC), 'utf8') }));

const tables = files.flatMap(({ text }) =>
  [...text.matchAll(/@Entity\(\{ name: '(\w+)' \}\)/g)].map(([, table]) => table!),
);

/** The literals and functions of a file that contain SQL, by the name of what they are assigned to. */
function statementsOf({ file, text }: { file: string; text: string }): { name: string; sql: string }[] {
  if (file.endsWith('.sql'))
    return text.split(/^(?=CREATE )/m).map((sql) => ({ name: /FUNCTION (\w+)/.exec(sql)?.[1] ?? '', sql: sql.replace(/--.*$/gm, '') }));
  const found: { name: string; sql: string }[] = [];
  const visit = (node: ts.Node, name: string): void => {
    const own = (node as { name?: ts.Node }).name;
    const within = own && (ts.isIdentifier(own) || ts.isStringLiteral(own)) ? own.text : name;
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) found.push({ name, sql: node.getText() });
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), '');
  return found;
}

const MENTION = new RegExp(
  String.raw`\b(FROM|JOIN|INTO|UPDATE|USING)\s+"?(${tables.join('|')})"?(?![\w(])(?:\s+(?:AS\s+)?(?!(?:SET|WHERE|ON|USING|VALUES|SELECT|ORDER|LIMIT|JOIN|LEFT|CROSS|GROUP|FOR|UNION|RETURNING)\b)(\w+))?`,
  'g',
);

/** The tables of a statement that no condition binds to one workspace. */
function unboundIn(sql: string): string[] {
  const parts = new Set([...sql.matchAll(/\b(\w+) AS (?:MATERIALIZED )?\(/g)].map(([, name]) => name));
  return [...sql.matchAll(MENTION)]
    .filter(([, , table]) => !parts.has(table!))
    .filter(([mention, verb, table, alias]) => !isBound(sql, { mention, verb: verb!, table: table!, alias }))
    .map(([, , table]) => table!);
}

function isBound(sql: string, { mention, verb, table, alias }: { mention: string; verb: string; table: string; alias: string | undefined }): boolean {
  const column = table === 'workspace' ? 'id' : 'workspace_id';
  if (verb === 'INTO') {
    const columns = sql.slice(sql.indexOf(mention)).split(')')[0]!;
    return columns.includes(column) && !/"workspaceId"|unnest\(\$\d::uuid\[\], /.test(sql);
  }
  const name = alias ? `${alias}\\.` : `(?:"?${table}"?\\.)?`;
  return new RegExp(`(?<![\\w.])${name}${column} = (?:\\$\\d|\\w+\\.workspace_id)|= ${name}${column}\\b`).test(sql);
}

it('lists exactly the statements that no workspace bounds', () => {
  const crossing = files.flatMap((file) =>
    statementsOf(file)
      .map(({ name, sql }) => ({ name, unbound: [...new Set(unboundIn(sql))] }))
      .filter(({ unbound }) => unbound.length > 0)
      .map(({ name, unbound }) => `${file.file} ${name}: ${unbound.sort().join(' ')}`),
  );

  expect(crossing.sort()).toEqual(Object.values(CROSSING).flat().sort());
});

import { memo, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useText } from '../text/text.tsx';
import { Button } from './button.tsx';
import { useShortcuts } from './shortcuts.ts';
import styles from './list.module.css';

/** A column: its name, and what it shows of a row. */
export interface Column<Row> {
  name: string;
  of: (row: Row) => ReactNode;
  /** For numbers, at the end of the line. */
  end?: boolean;
}

interface ListProps<Row> {
  /** What the list is of, for a screen reader. */
  label: string;
  rows: readonly Row[];
  /** Must be the same array while its content is the same, to avoid needless renderings. */
  columns: Column<Row>[];
  keyOf: (row: Row) => string;
  more?: { has: boolean; loading: boolean; load: () => void };
}

/** A table of rows with a link in each: J and K move along these links, Enter opens one. */
export function List<Row>({ label, rows, columns, keyOf, more }: ListProps<Row>) {
  const text = useText();
  const body = useRef<HTMLTableSectionElement>(null);
  const step = (by: 1 | -1) => () => {
    const links = [...(body.current?.querySelectorAll<HTMLElement>('tr > td a, tr > td button') ?? [])].filter(
      (link, index, all) => all.findIndex((each) => each.closest('tr') === link.closest('tr')) === index,
    );
    const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
    links[Math.min(Math.max(at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by, 0), links.length - 1)]?.focus();
  };
  const [next, previous] = [step(1), step(-1)];
  useShortcuts({ j: next, k: previous });
  const arrows = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    (event.key === 'ArrowDown' ? next : previous)();
  };
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ name, end }) => (
              <th key={name} scope="col" className={end ? styles.end : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={arrows}>
          {rows.map((row) => (
            <Line key={keyOf(row)} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
      {more?.has && (
        <div className={styles.foot}>
          <Button onClick={more.load} disabled={more.loading}>
            {more.loading ? text.common.loading : text.common.loadMore}
          </Button>
        </div>
      )}
    </div>
  );
}

interface LineProps<Row> {
  row: Row;
  columns: Column<Row>[];
}

/** One row, rendered again only if it or the columns change: in a burst most rows stay the same. */
const Line = memo(function Line<Row>({ row, columns }: LineProps<Row>) {
  return (
    <tr>
      {columns.map(({ name, of, end }) => (
        <td key={name} data-label={name} className={end ? styles.end : undefined}>
          {of(row)}
        </td>
      ))}
    </tr>
  );
}) as <Row>(props: LineProps<Row>) => ReactNode;

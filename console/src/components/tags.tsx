import styles from './tags.module.css';

/** A tag's colour as a dot, so that its name is readable with any colour. */
export function TagDot({ color }: { color: string }) {
  return <span className={styles.dot} style={{ background: /^#[0-9a-f]{6}$/i.test(color) ? color : undefined }} />;
}

/** Tags to look at. */
export function Tags({ of }: { of: readonly { id: string; name: string; color: string }[] }) {
  if (of.length === 0) return null;
  return (
    <ul className={styles.tags}>
      {of.map(({ id, name, color }) => (
        <li key={id}>
          <TagDot color={color} />
          {name}
        </li>
      ))}
    </ul>
  );
}

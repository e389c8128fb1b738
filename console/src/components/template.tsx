import { Fragment } from 'react';
import styles from './template.module.css';

const PLACEHOLDER = /(\{\{[^{}]*\}\}|\{%[^{}]*%\})/;

/** A text with its placeholders marked. It is neither rendered nor treated as markup. */
export function Template({ children }: { children: string }) {
  // Every second part is a placeholder, because split() uses the pattern as separator.
  const parts = children.split(PLACEHOLDER);
  return (
    <bdi className={styles.text}>
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          <code key={index} dir="ltr" className={styles.placeholder}>
            {part}
          </code>
        ) : (
          <Fragment key={index}>{part}</Fragment>
        ),
      )}
    </bdi>
  );
}

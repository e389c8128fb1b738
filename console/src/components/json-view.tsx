import { useState } from 'react';
import type { Json } from '../api/graphql.ts';
import { useText } from '../text/text.tsx';
import { Button } from './button.tsx';
import styles from './json-view.module.css';

/** Longer values are folded initially. */
const SHORT_LINES = 30;

/** A JSON value as text, never as markup, because its content is untrusted. `label` names it for a screen reader. */
export function JsonView({ value, label }: { value: Json; label: string }) {
  const text = useText().common;
  const [isCopied, setCopied] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const whole = JSON.stringify(value, null, 2);
  const lines = whole.split('\n');
  const isLong = lines.length > SHORT_LINES;
  const copy = () => void navigator.clipboard.writeText(whole).then(() => setCopied(true));
  return (
    <div className={styles.wrap}>
      {/* A page loaded over plain HTTP from another machine has no clipboard. */}
      {'clipboard' in navigator && (
        <Button look="plain" className={styles.copy} onClick={copy}>
          {isCopied ? text.copied : text.copy}
        </Button>
      )}
      {/* A region that scrolls must be reachable by keyboard. */}
      <pre className={styles.block} tabIndex={0} role="region" aria-label={label}>
        {isLong && !isWhole ? `${lines.slice(0, SHORT_LINES).join('\n')}\n…` : whole}
      </pre>
      {isLong && (
        <Button look="plain" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? text.showLess : text.showLines(lines.length)}
        </Button>
      )}
    </div>
  );
}

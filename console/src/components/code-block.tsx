import { useState } from 'react';
import { useText } from '../text/text.tsx';
import { Button } from './button.tsx';
import styles from './json-view.module.css';

/** Code to copy. `label` names it for a screen reader. */
export function CodeBlock({ label, children }: { label: string; children: string }) {
  const text = useText().common;
  const [isCopied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(children).then(() => setCopied(true));
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
        {children}
      </pre>
    </div>
  );
}

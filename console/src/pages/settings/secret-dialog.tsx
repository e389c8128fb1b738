import { useState, type ReactNode } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useSay } from '../../components/toasts.tsx';
import { useText } from '../../text/text.tsx';
import styles from './settings.module.css';

/** Shows a secret once; it is stored nowhere and gone when the dialog is closed. */
export function SecretDialog({ secret, close, children }: { secret: string; close: () => void; children?: ReactNode }) {
  const { common, settings: text } = useText();
  const say = useSay();
  const [isCopied, setCopied] = useState(false);
  // On a page loaded over plain HTTP from another machine there is no clipboard.
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      setCopied(true);
    } catch {
      say(text.copyFailed, true);
    }
  };
  return (
    <Dialog title={text.secretTitle} close={close}>
      <p className={styles.warning}>{text.secretWarning}</p>
      <div className={styles.secret}>
        <code aria-label={text.secret} role="group">
          {secret}
        </code>
        <Button onClick={() => void copy()}>{isCopied ? common.copied : common.copy}</Button>
      </div>
      {children}
      <div className={styles.end}>
        <Button look="primary" onClick={close}>
          {text.done}
        </Button>
      </div>
    </Dialog>
  );
}

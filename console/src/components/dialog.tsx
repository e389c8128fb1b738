import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useText } from '../text/text.tsx';
import { Button } from './button.tsx';
import styles from './dialog.module.css';
import { ToastsInDialog } from './toasts.tsx';

/** A modal dialog: the browser's own, with its focus trap and Escape. Shown as long as it is rendered. */
export function Dialog({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Closed while it is still in the page: only then does the browser return the focus to the opener.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={close} className={styles.dialog}>
      <h2 id={id}>{title}</h2>
      {children}
      <ToastsInDialog />
    </dialog>
  );
}

interface ConfirmProps {
  title: string;
  /** What will happen, in words. */
  children: ReactNode;
  /** The word on the button that does it. */
  action: string;
  /** The label of the dismiss button, if “Cancel” could be mistaken for the action. */
  dismiss?: string;
  danger?: boolean;
  isPending: boolean;
  confirm: () => void;
  close: () => void;
}

/** Asks before something is done that cannot be undone. */
export function Confirm({ title, children, action, dismiss, danger = true, isPending, confirm, close }: ConfirmProps) {
  const text = useText();
  return (
    <Dialog title={title} close={close}>
      <div>{children}</div>
      <div className={styles.buttons}>
        <Button onClick={close}>{dismiss ?? text.common.cancel}</Button>
        <Button look={danger ? 'danger' : 'primary'} disabled={isPending} onClick={confirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}

import { createContext, useContext, useId, useLayoutEffect, useMemo, useState, type ReactNode } from 'react';
import styles from './toasts.module.css';

interface Toast {
  id: number;
  words: string;
  bad: boolean;
}

interface Shown {
  toasts: Toast[];
  /** The open dialogs, the topmost last. */
  dialogs: string[];
  /** Registers an open dialog; returns a function that removes it. */
  opened: (id: string) => () => void;
}

const SHOWN_MS = 6_000;
const Say = createContext<(words: string, bad?: boolean) => void>(() => undefined);
const ShownNow = createContext<Shown>({ toasts: [], dialogs: [], opened: () => () => undefined });

/** Short messages about completed actions, announced by screen readers. */
export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const [dialogs, setDialogs] = useState<string[]>([]);
  const { say, opened } = useMemo(() => {
    let next = 0;
    return {
      say: (words: string, bad = false) => {
        const id = next++;
        setToasts((now) => [...now.slice(-2), { id, words, bad }]);
        setTimeout(() => setToasts((now) => now.filter((toast) => toast.id !== id)), SHOWN_MS);
      },
      opened: (id: string) => {
        setDialogs((now) => [...now, id]);
        return () => setDialogs((now) => now.filter((each) => each !== id));
      },
    };
  }, []);
  const shown = useMemo(() => ({ toasts, dialogs, opened }), [toasts, dialogs, opened]);
  return (
    <Say value={say}>
      <ShownNow value={shown}>
        {children}
        <LiveRegion toasts={dialogs.length === 0 ? toasts : []} />
      </ShownNow>
    </Say>
  );
}

/** The toasts inside an open dialog. Everything outside a dialog is covered and hidden from screen readers. */
export function ToastsInDialog() {
  const id = useId();
  const { toasts, dialogs, opened } = useContext(ShownNow);
  useLayoutEffect(() => opened(id), [opened, id]);
  return <LiveRegion toasts={dialogs.at(-1) === id ? toasts : []} />;
}

function LiveRegion({ toasts }: { toasts: Toast[] }) {
  return (
    <div className={styles.toasts} role="status" aria-live="polite">
      {toasts.map(({ id, words, bad }) => (
        <div key={id} className={`${styles.toast} ${bad ? styles.bad : ''}`}>
          {words}
        </div>
      ))}
    </div>
  );
}

/** Shows a short message; `bad` for a failure. */
export const useSay = () => useContext(Say);

import { useEffect, useState } from 'react';

const SETTLED_AFTER_MS = 250;

/** What is typed into a field, and handed on once the typing has paused. */
export function useSettled(value: string, settle: (value: string) => void): [string, (value: string) => void] {
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => settle(typed), SETTLED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return [typed, setTyped];
}

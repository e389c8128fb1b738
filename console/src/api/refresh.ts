import { useEffect, useRef } from 'react';

/** Changes come in groups: the first of a group waits this long, so that one query covers most of it. */
const GROUP_MS = 400;

/**
 * Calls `refresh` soon after `version` changed, and again at intervals while it keeps changing: for aggregate numbers without
 * live updates of their own.
 */
export function useRefreshOn(version: unknown, refresh: () => void, everyMs = 10_000): void {
  const latest = useRef(refresh);
  const seen = useRef(version);
  const lastAt = useRef(Number.NEGATIVE_INFINITY);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = refresh;
  });
  useEffect(() => {
    if (seen.current === version) return;
    seen.current = version;
    timer.current ??= setTimeout(
      () => {
        timer.current = undefined;
        lastAt.current = performance.now();
        latest.current();
      },
      Math.max(GROUP_MS, lastAt.current + everyMs - performance.now()),
    );
  }, [version, everyMs]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}

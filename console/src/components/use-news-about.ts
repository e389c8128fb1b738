import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { graphql } from '../api/graphql.ts';
import { useSubscription } from '../api/socket.ts';

const NewsDecided = graphql(`
  subscription NewsDecided {
    eventDecided {
      payload
    }
  }
`);
const READ_EVERY_MS = 500;

/** Refetches these queries when an event names this contact, order or task; at most twice a second. */
export function useNewsAbout(id: string, queryNames: readonly string[]): void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  useSubscription(NewsDecided, {}, ({ eventDecided: { payload } }) => {
    if (!JSON.stringify(payload).includes(id)) return;
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryNames.includes(String(queryKey[0])) });
    }, READ_EVERY_MS);
  });
}

import type { ReactNode } from 'react';
import { ErrorState, Loading } from './states.tsx';

interface ListStatesProps {
  isPending: boolean;
  error: Error | null;
  isEmpty: boolean;
  retry?: () => void;
  /** What is shown instead of no rows. */
  empty: ReactNode;
  /** The rows: earlier rows stay if refetching fails. */
  children: ReactNode;
}

/** A list in one of its states: loading, failed, empty, or with rows. */
export function ListStates({ isPending, error, isEmpty, retry, empty, children }: ListStatesProps) {
  if (isPending && !error) return <Loading />;
  return (
    <>
      {error && <ErrorState error={error} {...(retry && { retry })} />}
      {isEmpty ? !error && empty : children}
    </>
  );
}

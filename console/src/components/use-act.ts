import type { TadaDocumentNode } from 'gql.tada';
import { useChange } from '../api/queries.ts';
import { useErrorWords } from './states.tsx';
import { useSay } from './toasts.tsx';

/**
 * A mutation that reports its success or failure in a toast; a form shows failures itself, at its fields. It uses the promise:
 * the component may be unmounted before the answer arrives, and then the mutation's own callbacks are not called.
 */
export function useAct<Data, Variables>(document: TadaDocumentNode<Data, Variables>, { inForm = false } = {}) {
  const change = useChange(document);
  const say = useSay();
  const wordsOf = useErrorWords();
  const act = (variables: Variables, done: string | ((data: Data) => string), then?: (data: Data) => void) =>
    void change.mutateAsync(variables).then(
      (data) => {
        say(typeof done === 'string' ? done : done(data));
        then?.(data);
      },
      (error: Error) => inForm || say(wordsOf(error), true),
    );
  return { act, isPending: change.isPending, error: change.error };
}

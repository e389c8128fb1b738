import { graphql } from '../../api/graphql.ts';
import { useChange } from '../../api/queries.ts';
import { useText } from '../../text/text.tsx';
import { useTold, type Sleeping } from './automation-changes.ts';

const Publish = graphql(`
  mutation PublishAutomation($id: ID!, $expectedRevision: Int, $expectedVersion: Int, $sleeping: SleepingExecutions) {
    publishAutomation(
      id: $id
      expectedRevision: $expectedRevision
      expectedVersion: $expectedVersion
      sleeping: $sleeping
    ) {
      id
      version
    }
  }
`);

const Discard = graphql(`
  mutation DiscardAutomationDraft($id: ID!, $expectedRevision: Int) {
    discardAutomationDraft(id: $id, expectedRevision: $expectedRevision) {
      id
    }
  }
`);

const Restore = graphql(`
  mutation RestoreAutomationVersion($id: ID!, $version: Int!, $expectedRevision: Int) {
    restoreAutomationVersion(id: $id, version: $version, expectedRevision: $expectedRevision) {
      id
    }
  }
`);

const Move = graphql(`
  mutation MoveAutomation($id: ID!, $folder: String) {
    updateAutomation(id: $id, input: { folder: $folder }) {
      id
    }
  }
`);

/** What is read of an automation and its draft: another state is not overwritten. */
interface Read {
  id: string;
  version: number;
  draft: { revision: number } | null;
}

/** Publishes and discards the draft of an automation, and makes one of an earlier version; says how it went. */
export function useDraftChanges({ id, version, draft }: Read) {
  const text = useText().automation;
  const told = useTold();
  const [publish, discard, restore] = [useChange(Publish), useChange(Discard), useChange(Restore)];
  const expectedRevision = draft?.revision ?? 0;
  return {
    isPending: publish.isPending || discard.isPending || restore.isPending,
    publishError: publish.error,
    publish: (sleeping: Sleeping, done: () => void) =>
      void told(publish.mutateAsync({ id, expectedRevision, expectedVersion: version, sleeping }), (data) =>
        text.published(data.publishAutomation.version),
      ).then(done),
    discard: (done: () => void) =>
      void told(discard.mutateAsync({ id, expectedRevision }), () => text.discarded).then(done),
    restore: (of: number, done: () => void) =>
      void told(restore.mutateAsync({ id, version: of, expectedRevision }), () => text.restored(of)).then(done),
  };
}

/** Puts an automation into a folder. */
export const useMove = () => useChange(Move);

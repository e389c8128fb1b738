interface LoadedList {
  nodes: readonly { id: string }[];
  hasMore: boolean;
  isLoadingMore: boolean;
  more: () => void;
  /** Reloads the loaded pages, then loads the next page. */
  againAndMore: () => Promise<void>;
}

/** Loads more below the rows of a live list; if it grew so much that loaded rows are cut off, they are reloaded first. */
export function moreBelow(list: LoadedList, rows: readonly { id: string }[], most: number) {
  const isCut = rows.length === most && rows.at(-1)!.id !== list.nodes.at(-1)?.id;
  return {
    has: list.hasMore || isCut,
    loading: list.isLoadingMore,
    load: isCut ? () => void list.againAndMore() : list.more,
  };
}

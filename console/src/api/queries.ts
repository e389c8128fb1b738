import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
} from '@tanstack/react-query';
import type { TadaDocumentNode } from 'gql.tada';
import { graphql, type ResultOf } from './graphql.ts';
import { send, textOf, type ApiError } from './client.ts';

/** A page of a Relay connection. */
export interface Page<Node> {
  edges: { node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const nameOf = (document: object) => /(?:query|mutation)\s+(\w+)/.exec(textOf(document))?.[1] ?? 'query';

/** One query, cached under its name and variables. */
export function useApi<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
  { enabled = true } = {},
) {
  return useQuery<Data, ApiError>({
    queryKey: [nameOf(document), variables],
    queryFn: ({ signal }) => send(document, variables, signal),
    enabled,
  });
}

// A refetch of the list, such as after a reconnection, takes the place of a load of the next page: that is tried again.
const MOST_TRIES = 4;

/** A paged list; `more` loads the next page. The document has the variable `$after`. */
export function useApiList<Data, Variables extends { after?: string | null | undefined }, Node>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Omit<Variables, 'after'>,
  pageOf: (data: Data) => Page<Node>,
) {
  const query = useInfiniteQuery<Data, ApiError, InfiniteData<Data, string | null>, unknown[], string | null>({
    queryKey: [nameOf(document), variables],
    queryFn: ({ pageParam, signal }) =>
      send(document, { ...variables, after: pageParam } as unknown as Variables, signal),
    initialPageParam: null,
    getNextPageParam: (last) => {
      const { hasNextPage, endCursor } = pageOf(last).pageInfo;
      return hasNextPage ? endCursor : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const more = async () => {
    const loaded = query.data?.pages.length;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const { data, isError } = await query.fetchNextPage({ cancelRefetch: false });
      if (isError || data?.pages.length !== loaded) return;
    }
  };
  const nodes = query.data?.pages.flatMap((page) => pageOf(page).edges.map(({ node }) => node)) ?? [];
  return {
    nodes,
    isPending: query.isPending,
    error: query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    more: () => void more(),
    againAndMore: async () => {
      await query.refetch();
      await more();
    },
    refresh: () => void query.refetch(),
  };
}

/** A mutation; afterwards all queries are refetched, unless the screen says which. */
export function useChange<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  { invalidates }: { invalidates?: string[] } = {},
) {
  const queries = useQueryClient();
  return useMutation<Data, ApiError, Variables>({
    mutationFn: (variables) => send(document, variables),
    onSuccess: () =>
      queries.invalidateQueries(
        invalidates ? { predicate: ({ queryKey }) => invalidates.includes(String(queryKey[0])) } : {},
      ),
  });
}

const MeQuery = graphql(`
  query Me {
    me {
      id
      name
      role
      workspace {
        id
        name
        currency
        locale
      }
    }
  }
`);
export type Me = ResultOf<typeof MeQuery>['me'];

/** Who is signed in. */
export const useMe = () =>
  useQuery<Me, ApiError>({
    queryKey: ['Me'],
    queryFn: async ({ signal }) => (await send(MeQuery, {}, signal)).me,
    staleTime: Number.POSITIVE_INFINITY,
  });

const RANK = { VIEWER: 0, EDITOR: 1, ADMIN: 2 } as const;

/** Whether the user has this role; actions that the user may not perform are hidden. */
export function useMay(role: keyof typeof RANK): boolean {
  const { data } = useMe();
  return data !== undefined && RANK[data.role] >= RANK[role];
}

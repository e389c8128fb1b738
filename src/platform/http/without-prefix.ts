/** A request's address without the path prefix of a proxy, if the proxy kept it: `/crm/graphql` becomes `/graphql` for the prefix `/crm/`. */
export function withoutPrefix(url: string, prefix: string): string {
  if (prefix === '/') return url;
  if (url.startsWith(prefix)) return url.slice(prefix.length - 1);
  return url === prefix.slice(0, -1) ? '/' : url;
}

/** Where the console is served: `/` or PUBLIC_PATH, with a trailing slash. */
const base = new URL(document.baseURI);

/** The path prefix that the router ignores: '' at the root, otherwise for example `/crm`. */
export const BASE_PATH = base.pathname.replace(/\/$/, '');

/** An address of the server, such as `graphql`. */
export const serverUrl = (path: string): string => new URL(path, base).href;

/** The same for a WebSocket. */
export const socketUrl = (path: string): string => serverUrl(path).replace(/^http/, 'ws');

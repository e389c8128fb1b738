// WHATWG URLs accept any number of slashes, of either kind, after http: and https:.
const AUTHORITY = /^\s*https?:[\\/]*([^\\/?#]*)/i;

/** Whether an http address contains a user or password, even an empty one: `http://user@host`, `http://:password@host`, `http://@host`. */
export function hasUserInfo(url: string): boolean {
  // URL removes tabs and line ends before parsing.
  return AUTHORITY.exec(url.replaceAll(/[\t\r\n]/g, ''))?.[1]!.includes('@') ?? false;
}

/** A built page for this base path: all its addresses are relative to its base. */
export const basedOn = (html: string, publicPath: string): string =>
  html.replace('<base href="/"', `<base href="${publicPath}"`);

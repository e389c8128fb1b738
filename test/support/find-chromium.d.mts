/** See find-chromium.mjs, which `npm run screens` uses too. */
export function findChromium(
  environment?: Record<string, string | undefined>,
): { executablePath: string; env: Record<string, string> } | undefined;

import { useSearch, useLocation } from 'wouter';

/** The filters of a list, kept in the address, so that "back" works and the address can be shared. Empty values are omitted. */
export function useFilters<Name extends string>(
  names: readonly Name[],
): [Record<Name, string>, (changes: Partial<Record<Name, string>>) => void] {
  const params = new URLSearchParams(useSearch());
  const [path, navigate] = useLocation();
  const values = Object.fromEntries(names.map((name) => [name, params.get(name) ?? ''])) as Record<Name, string>;
  const set = (changes: Partial<Record<Name, string>>) => {
    for (const [name, value] of Object.entries<string | undefined>(changes)) {
      if (value) params.set(name, value);
      else params.delete(name);
    }
    const search = params.toString();
    navigate(search ? `${path}?${search}` : path, { replace: true });
  };
  return [values, set];
}

type Option = readonly [value: string, words: string];

/** The options of a filter: all, the existing ones, and the value in the address even if it no longer exists. */
export function offering(given: string, options: readonly Option[], all: string): Option[] {
  const isMissing = given !== '' && options.every(([value]) => value !== given);
  return [['', all], ...options, ...(isMissing ? [[given, given] as const] : [])];
}

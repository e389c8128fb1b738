import { createContext, useContext, type ReactNode } from 'react';
import { useMe } from '../api/queries.ts';
import { useLanguage } from '../text/text.tsx';

/** How the workspace writes numbers and dates, and the currency of its amounts; null for the viewer's language, and for none. */
interface Formats {
  locale: string | null;
  currency: string | null;
}

const Context = createContext<Formats>({ locale: null, currency: null });

/** Gives everything below it the formats of the workspace. */
export function FormatsProvider({ children }: { children: ReactNode }) {
  const { data } = useMe();
  return <Context value={data?.workspace ?? { locale: null, currency: null }}>{children}</Context>;
}

/** The locale in which numbers and dates are written. */
export function useLocale(): string {
  const { language } = useLanguage();
  return useContext(Context).locale ?? language;
}

/** The currency of amounts, by ISO 4217; null if none is set. */
export const useCurrency = (): string | null => useContext(Context).currency;

import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { kept, keep } from '../components/kept.ts';
import { en, type Text } from './en.ts';

/** The languages there are, and how each is loaded; English is always there. */
const LOAD: Record<string, () => Promise<Text>> = {
  en: () => Promise.resolve(en),
  es: async () => (await import('./es.ts')).es,
  pt: async () => (await import('./pt.ts')).pt,
};

export type Language = 'en' | 'es' | 'pt';
export const LANGUAGES: [Language, string][] = [
  ['en', 'English'],
  ['es', 'Español'],
  ['pt', 'Português'],
];

interface Said {
  text: Text;
  language: Language;
  choose: (language: Language) => void;
}

const Context = createContext<Said>({ text: en, language: 'en', choose: () => undefined });

/** The language that was chosen, else the first of the browser's that there is. */
function preferred(): Language {
  const wanted = [kept('language') ?? '', ...navigator.languages].map((each) => each.slice(0, 2).toLowerCase());
  return (wanted.find((each) => each in LOAD) ?? 'en') as Language;
}

/** Gives everything below it the words of one language. */
export function TextProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<{ text: Text; language: Language } | null>(null);
  const [language, setLanguage] = useState(preferred);
  useEffect(() => {
    let wanted = true;
    void LOAD[language]!().then((text) => {
      if (wanted) setSaid({ text, language });
    });
    document.documentElement.lang = language;
    return () => {
      wanted = false;
    };
  }, [language]);
  if (!said) return null;
  const choose = (next: Language) => {
    keep('language', next);
    setLanguage(next);
  };
  return <Context value={{ ...said, choose }}>{children}</Context>;
}

/** The words of the language that was chosen. */
export const useText = (): Text => useContext(Context).text;

/** Which language it is, for dates and numbers, and how to choose another. */
export const useLanguage = (): Said => useContext(Context);

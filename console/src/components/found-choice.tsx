import { useDeferredValue, useState } from 'react';
import { Choice, Field } from './field.tsx';

/** Words to search for, as the user types them, and as the API is asked for them; null for none. */
export function useSearch() {
  const [words, setWords] = useState('');
  return { words, setWords, search: useDeferredValue(words.trim()) || null };
}

interface FoundChoiceProps extends ReturnType<typeof useSearch> {
  findLabel: string;
  label: string;
  /** The field of the form around it. */
  name: string;
  required: boolean;
  options: readonly (readonly [string, string])[];
}

/** A search field, and a choice of what it finds. */
export const FoundChoice = ({ words, setWords, search, findLabel, ...choice }: FoundChoiceProps) => (
  <>
    <Field
      label={findLabel}
      type="search"
      maxLength={200}
      value={words}
      onChange={({ target }) => setWords(target.value)}
    />
    <Choice key={search} {...choice} />
  </>
);

import { useLanguage } from '../text/text.tsx';

/** An amount as typed: digits with a decimal point, as the API expects. */
export const DECIMAL = String.raw`-?\d{1,18}(\.\d{1,6})?`;

/** An exact amount from the API: digits are grouped according to the language, and none is lost. */
export function Money({ value }: { value: string }) {
  const { language } = useLanguage();
  const fractionDigits = value.split('.')[1]?.length ?? 0;
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: fractionDigits });
  // The browser formats text exactly; the types allow only numbers.
  return <span>{format.format(value as unknown as number)}</span>;
}

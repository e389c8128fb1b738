import { useCurrency, useLocale } from './formats.tsx';

/** An amount as typed: digits with a decimal point, as the API expects. */
export const DECIMAL = String.raw`-?\d{1,18}(\.\d{1,6})?`;

/** An exact amount from the API in the currency of the workspace: digits are grouped as its locale does, and none is lost. */
export function Money({ value }: { value: string }) {
  const locale = useLocale();
  const currency = useCurrency();
  const digits = value.split('.')[1]?.length ?? 0;
  const format = new Intl.NumberFormat(locale, {
    ...(currency && { style: 'currency', currency }),
    minimumFractionDigits: digits,
    maximumFractionDigits: Math.max(digits, 2),
  });
  // The browser formats text exactly; the types allow only numbers.
  return <span>{format.format(value as unknown as number)}</span>;
}

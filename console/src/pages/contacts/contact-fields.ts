import type { FormField } from '../../components/form-dialog.tsx';
import { useText } from '../../text/text.tsx';

type Values = Record<'name' | 'phone' | 'email' | 'city', string | null>;

/** The fields of a contact that are filled in by hand. */
export function useContactFields(values?: Values): FormField[] {
  const text = useText().crm;
  return [
    { name: 'name', label: text.name, required: true, maxLength: 200, value: values?.name ?? '' },
    { name: 'phone', label: text.phone, type: 'tel', hint: text.phoneHint, maxLength: 40, value: values?.phone ?? '' },
    { name: 'email', label: text.email, type: 'email', maxLength: 254, value: values?.email ?? '' },
    { name: 'city', label: text.city, maxLength: 200, value: values?.city ?? '' },
  ];
}

import { Link } from 'wouter';
import type { Json } from '../../api/graphql.ts';
import { useText } from '../../text/text.tsx';
import styles from './event.module.css';

// Events name what they are about by these in their payload.
function idIn(payload: Json, name: 'orderId' | 'contactId'): string | null {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return null;
  const id = payload[name];
  return typeof id === 'string' ? id : null;
}

/** Whether a payload names an order or a contact. */
export const hasSubject = (payload: Json): boolean => Boolean(idIn(payload, 'orderId') ?? idIn(payload, 'contactId'));

/** Links to the order and the contact that an event is about. */
export function Subject({ payload }: { payload: Json }) {
  const text = useText().event;
  const [orderId, contactId] = [idIn(payload, 'orderId'), idIn(payload, 'contactId')];
  return (
    <span className={styles.links}>
      {orderId && <Link href={`/orders/${orderId}`}>{text.order}</Link>}
      {contactId && <Link href={`/contacts/${contactId}`}>{text.contact}</Link>}
    </span>
  );
}

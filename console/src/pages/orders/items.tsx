import { Button } from '../../components/button.tsx';
import { List } from '../../components/list.tsx';
import { Money } from '../../components/money.tsx';
import { Card } from '../../components/page.tsx';
import { useText } from '../../text/text.tsx';
import type { Order } from './order.data.ts';

type Item = Order['items'][number];

/** The lines of an order; without `edit`, only if there are any. */
export function Items({ items, edit }: { items: readonly Item[]; edit: (() => void) | undefined }) {
  const { orders: text, edits } = useText();
  if (items.length === 0 && !edit) return null;
  return (
    <Card title={text.items} actions={edit && <Button onClick={edit}>{edits.items}</Button>}>
      {items.length === 0 ? (
        <p>{edits.noItems}</p>
      ) : (
        <List
          label={text.items}
          rows={items}
          keyOf={({ position }) => String(position)}
          columns={[
            { name: text.item, of: ({ title, sku }) => (sku ? `${title} · ${sku}` : title) },
            { name: text.quantity, of: ({ quantity }) => quantity, end: true },
            { name: text.price, of: ({ unitPrice }) => <Money value={unitPrice} />, end: true },
          ]}
        />
      )}
    </Card>
  );
}

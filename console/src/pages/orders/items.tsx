import { List } from '../../components/list.tsx';
import { Money } from '../../components/money.tsx';
import { Card } from '../../components/page.tsx';
import { useText } from '../../text/text.tsx';
import type { Order } from './order.data.ts';

type Item = Order['items'][number];

/** The lines of an order. */
export function Items({ items }: { items: readonly Item[] }) {
  const text = useText().orders;
  if (items.length === 0) return null;
  return (
    <Card title={text.items}>
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
    </Card>
  );
}

import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { DECIMAL } from '../../components/money.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';
import { UpdateOrder, type Order } from './order.data.ts';
import styles from './order.module.css';

type Item = Pick<Order['items'][number], 'title' | 'sku' | 'quantity' | 'unitPrice'>;

const FRESH: Item = { title: '', sku: null, quantity: 1, unitPrice: '0.00' };
const MAX_ITEMS = 200;

/** Edits the lines of an order: what they are, how many, at which price. */
export function EditItems({ order, close }: { order: Order; close: () => void }) {
  const { common, crm, edits: text } = useText();
  // The order when the form was opened: changes by others in the meantime are not overwritten.
  const [before] = useState(order);
  const [lines, setLines] = useState(() =>
    before.items.map((item, key): { key: number; item: Item } => ({ key, item })),
  );
  const [nextKey, setNextKey] = useState(before.items.length);
  const { act, isPending, error } = useAct(UpdateOrder, { inForm: true });
  const submit = (values: Record<string, string>) => {
    const items = lines.map(({ key }) => ({
      title: values[`title ${key}`] ?? '',
      sku: values[`sku ${key}`] || null,
      quantity: Number(values[`quantity ${key}`]),
      unitPrice: values[`price ${key}`] || null,
    }));
    act({ id: before.id, expectedVersion: before.version, input: { items } }, crm.saved, close);
  };
  const add = () => {
    setLines([...lines, { key: nextKey, item: FRESH }]);
    setNextKey(nextKey + 1);
  };
  return (
    <FormDialog title={text.items} action={common.save} fields={[]} {...{ submit, isPending, error, close }}>
      <p className={styles.faint}>{text.total}</p>
      {lines.length === 0 && <p>{text.noItems}</p>}
      {lines.map(({ key, item }, index) => (
        <Line
          key={key}
          name={(field) => `${field} ${key}`}
          place={index + 1}
          item={item}
          remove={() => setLines(lines.filter((line) => line.key !== key))}
        />
      ))}
      {lines.length < MAX_ITEMS && <Button onClick={add}>{text.addItem}</Button>}
    </FormDialog>
  );
}

interface LineProps {
  name: (field: string) => string;
  place: number;
  item: Item;
  remove: () => void;
}

function Line({ name, place, item, remove }: LineProps) {
  const { orders, edits: text } = useText();
  const named = (label: string) => ({ label, 'aria-label': text.ofItem(label, place) });
  return (
    <div className={styles.item}>
      <Field {...named(orders.item)} name={name('title')} defaultValue={item.title} required maxLength={200} />
      <Field {...named(text.sku)} name={name('sku')} defaultValue={item.sku ?? ''} maxLength={200} />
      <Field
        {...named(orders.quantity)}
        name={name('quantity')}
        defaultValue={item.quantity}
        type="number"
        min={1}
        max={100_000}
        step={1}
        required
      />
      <Field
        {...named(orders.price)}
        name={name('price')}
        defaultValue={item.unitPrice}
        inputMode="decimal"
        pattern={DECIMAL}
        title={orders.valueHint}
      />
      <Button aria-label={text.removeItem(place)} onClick={remove}>
        ×
      </Button>
    </div>
  );
}

import { useDeferredValue, useState } from 'react';
import { graphql } from '../api/graphql.ts';
import { useApi } from '../api/queries.ts';
import { useText } from '../text/text.tsx';
import { Choice, Field } from './field.tsx';

const OrderChoices = graphql(`
  query OrderChoices($filter: OrderFilter) {
    orders(filter: $filter, first: 20) {
      edges {
        node {
          id
          name
          contact {
            name
          }
        }
      }
    }
  }
`);

/** Finds an order by its name and chooses it; the field `orderId` of the form around it. */
export function OrderChoice() {
  const { byHand: text, crm } = useText();
  const [words, setWords] = useState('');
  const search = useDeferredValue(words.trim()) || null;
  const { data } = useApi(OrderChoices, { filter: search ? { text: search } : null });
  const found = data?.orders.edges.map(
    ({ node: { id, name, contact } }) => [id, contact ? `${name} · ${contact.name}` : name] as const,
  );
  return (
    <>
      <Field
        label={text.findOrder}
        type="search"
        maxLength={200}
        value={words}
        onChange={({ target }) => setWords(target.value)}
      />
      <Choice
        key={search}
        label={text.order}
        name="orderId"
        required
        options={[...(search ? [] : [['', crm.choose] as const]), ...(found ?? [])]}
      />
    </>
  );
}

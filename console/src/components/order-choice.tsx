import { graphql } from '../api/graphql.ts';
import { useApi } from '../api/queries.ts';
import { useText } from '../text/text.tsx';
import { FoundChoice, useSearch } from './found-choice.tsx';

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
  const searching = useSearch();
  const { search } = searching;
  const { data } = useApi(OrderChoices, { filter: search ? { text: search } : null });
  const found = (data?.orders.edges ?? []).map(
    ({ node: { id, name, contact } }) => [id, contact ? `${name} · ${contact.name}` : name] as const,
  );
  return (
    <FoundChoice
      {...searching}
      findLabel={text.findOrder}
      label={text.order}
      name="orderId"
      required
      options={search ? found : [['', crm.choose], ...found]}
    />
  );
}

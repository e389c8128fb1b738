import { graphql, type ResultOf } from '../../api/graphql.ts';
import { PathParts } from '../../components/path.tsx';
import { TaskParts } from '../../components/tasks.tsx';

export const OrderQuery = graphql(
  `
    query Order($id: ID!) {
      order(id: $id) {
        id
        name
        value
        description
        customFields
        createdAt
        updatedAt
        version
        contact {
          id
          name
        }
        stage {
          id
          name
        }
        pipeline {
          id
          name
          stages {
            id
            name
            position
          }
        }
        items {
          position
          title
          sku
          quantity
          unitPrice
        }
        tags {
          id
          name
          color
        }
        tasks {
          ...TaskParts
        }
      }
    }
  `,
  [TaskParts],
);
export type Order = ResultOf<typeof OrderQuery>['order'];

export const OrderPath = graphql(
  `
    query OrderPath($orderId: ID!, $after: String) {
      orderPath(orderId: $orderId, first: 30, after: $after) {
        ...PathParts
      }
    }
  `,
  [PathParts],
);

export const UpdateOrder = graphql(`
  mutation UpdateOrder($id: ID!, $input: UpdateOrderInput!, $expectedVersion: Int) {
    updateOrder(id: $id, input: $input, expectedVersion: $expectedVersion) {
      id
    }
  }
`);

/** The queries that are read again when something happens to the order. */
export const LIVE = ['Order', 'OrderPath', 'OrderExecutions', 'OrderEvents'];

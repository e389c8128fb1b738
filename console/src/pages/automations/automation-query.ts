import { graphql, type Json, type ResultOf } from '../../api/graphql.ts';

export const AutomationQuery = graphql(`
  query Automation($id: ID!) {
    automation(id: $id) {
      id
      name
      description
      enabled
      version
      createdAt
      updatedAt
      trigger {
        type
        config
      }
      conditions
      actions {
        key
        type
        params
        delay
        arms
        otherwise
      }
    }
  }
`);
export type AutomationWhole = ResultOf<typeof AutomationQuery>['automation'];

/** An action or a control step; the arms of a branch hold others. */
export type Action = Omit<AutomationWhole['actions'][number], 'arms' | 'otherwise'> & {
  arms?: { name: string; conditions: Json; actions: Action[] }[] | null;
  otherwise?: Action[] | null;
};

/** The actions of an automation as the tree that they are. */
export const actionsOf = ({ actions }: Pick<AutomationWhole, 'actions'>): Action[] => actions as unknown as Action[];

/** The words for what automations are built of. */
export const CatalogQuery = graphql(`
  query CatalogWords {
    catalog {
      triggers {
        type
        title
        configSchema
        facts {
          path
          title
        }
      }
      operators {
        type
        title
      }
      actions {
        type
        title
        paramsSchema
      }
      controlSteps {
        type
        title
        paramsSchema
      }
    }
  }
`);
export type Catalog = ResultOf<typeof CatalogQuery>['catalog'];

/** The names behind the ids that configs and params hold. */
export const NamesQuery = graphql(`
  query ReferenceNames {
    pipelines(first: 100) {
      edges {
        node {
          id
          name
          stages {
            id
            name
          }
        }
      }
    }
    tags(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);
export type Names = ReadonlyMap<string, string>;

/** Each id of a pipeline, stage or tag with its name. */
export function namesOf({ pipelines, tags }: ResultOf<typeof NamesQuery>): Names {
  const named = [
    ...pipelines.edges.flatMap(({ node }) => [node, ...node.stages]),
    ...tags.edges.map(({ node }) => node),
  ];
  return new Map(named.map(({ id, name }) => [id, name]));
}

export const StatsQuery = graphql(`
  query AutomationStats($id: ID!, $from: DateTime!, $to: DateTime!, $bucket: StatsBucket!) {
    automationStats(automationId: $id, from: $from, to: $to, bucket: $bucket) {
      started
      succeeded
      failed
      cancelled
      buckets {
        at
        started
        failed
      }
      steps {
        key
        reached
        succeeded
        failed
        waiting
      }
    }
  }
`);
export type Stats = ResultOf<typeof StatsQuery>['automationStats'];

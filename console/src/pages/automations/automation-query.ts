import { graphql, type Json, type ResultOf } from '../../api/graphql.ts';

export const AutomationQuery = graphql(`
  query Automation($id: ID!) {
    automation(id: $id) {
      id
      name
      description
      mode
      folder
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
      settings
      draft {
        revision
        baseVersion
        updatedAt
        updatedBy
        name
        description
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
        settings
      }
    }
  }
`);
export type AutomationWhole = ResultOf<typeof AutomationQuery>['automation'];

/** An action as it is within an arm, and at the root. */
export interface ActionShown {
  key: string;
  type: string;
  params: Json;
  delay?: string | null;
  arms?: ArmShown[] | null;
  otherwise?: ActionShown[] | null;
}

interface ArmShown {
  name: string;
  conditions: Json;
  actions: ActionShown[];
}

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

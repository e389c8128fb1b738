import { useState } from 'react';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApiList, useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/dialog.tsx';
import { ListStates } from '../../components/list-states.tsx';
import { Card } from '../../components/page.tsx';
import { Badge } from '../../components/status-badge.tsx';
import { RelativeTime } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import styles from './automation.module.css';
import type { AutomationWhole } from './automation-query.ts';
import { useDraftChanges } from './draft-changes.ts';
import { FlowOf } from './flow-of.tsx';

const VersionsQuery = graphql(`
  query AutomationVersions($id: ID!, $after: String) {
    automation(id: $id) {
      versions(first: 5, after: $after) {
        edges {
          node {
            version
            publishedAt
            publishedBy
            name
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
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);
type Version = ResultOf<typeof VersionsQuery>['automation']['versions']['edges'][number]['node'];

/** The versions of an automation, newest first: who published each, what it did, and a draft of it. */
export function Versions({ automation }: { automation: AutomationWhole }) {
  const { automation: text, common } = useText();
  const list = useApiList(VersionsQuery, { id: automation.id }, (data) => data.automation.versions);
  return (
    <Card title={text.versions}>
      <ListStates isPending={list.isPending} error={list.error} retry={list.refresh} isEmpty={false} empty={null}>
        <ol className={styles.history}>
          {list.nodes.map((version) => (
            <li key={version.version}>
              <OneVersion of={version} automation={automation} />
            </li>
          ))}
        </ol>
        {list.hasMore && (
          <Button onClick={list.more} disabled={list.isLoadingMore}>
            {list.isLoadingMore ? common.loading : common.loadMore}
          </Button>
        )}
      </ListStates>
    </Card>
  );
}

function OneVersion({ of, automation }: { of: Version; automation: AutomationWhole }) {
  const { automation: text } = useText();
  const [isAsked, ask] = useState(false);
  const mayEdit = useMay('EDITOR');
  const changes = useDraftChanges(automation);
  const { version, publishedAt, publishedBy, name } = of;
  const isLive = version === automation.version;
  const close = () => ask(false);
  const restore = () => (automation.draft ? ask(true) : changes.restore(version, close));
  return (
    <>
      <div className={styles.version}>
        <p>
          <b>{text.versionOf(version)}</b>
          {isLive && (
            <>
              {' '}
              <Badge tone="good">{text.current}</Badge>
            </>
          )}
          {publishedBy && (
            <>
              {' '}
              {text.by} <bdi>{publishedBy}</bdi>
            </>
          )}
          <span className={styles.muted}>
            {' '}
            · <RelativeTime at={publishedAt} />
            {name !== automation.name && (
              <>
                {' '}
                · <bdi>{name}</bdi>
              </>
            )}
          </span>
        </p>
        {mayEdit && !isLive && (
          <Button
            look="plain"
            disabled={changes.isPending}
            aria-label={text.actionOf(text.restore, text.versionOf(version))}
            onClick={restore}
          >
            {text.restore}
          </Button>
        )}
      </div>
      <FlowOf of={of} label={text.flowOfVersion(version)} summary={text.showVersion(version)} />
      {isAsked && (
        <Confirm
          title={text.restoreTitle(version)}
          action={text.restore}
          danger={false}
          isPending={changes.isPending}
          confirm={() => changes.restore(version, close)}
          close={close}
        >
          <p>{text.restoreHint}</p>
        </Confirm>
      )}
    </>
  );
}

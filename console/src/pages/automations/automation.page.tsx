import { useLocation } from 'wouter';
import { ApiError } from '../../api/client.ts';
import { useApi } from '../../api/queries.ts';
import { Card, Facts, Page } from '../../components/page.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { aboutOf, StartByHand } from '../../components/start-by-hand.tsx';
import { Time } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import { AutomationActions } from './automation-actions.tsx';
import { AutomationFlow } from './automation-flow.tsx';
import styles from './automation.module.css';
import { AutomationQuery, type AutomationWhole } from './automation-query.ts';
import { DraftCard } from './draft-card.tsx';
import { MoveToFolder } from './folder.tsx';
import { History } from './history.tsx';
import { ItsExecutions } from './its-executions.tsx';
import { ModeChoice } from './mode.tsx';
import { Rules } from './rules.tsx';
import { StatsCard, useStats } from './stats.tsx';
import { Versions } from './versions.tsx';

/** One automation: its flow with counts, what it did, and who changed it. */
export function AutomationPage({ params }: { params: { id?: string } }) {
  const text = useText();
  const id = params.id ?? '';
  const { data, error, refetch } = useApi(AutomationQuery, { id });
  if (data) return <Whole automation={data.automation} />;
  const isGone = error instanceof ApiError && error.code === 'NOT_FOUND';
  return (
    <Page title={text.automations.title}>
      {error ? <ErrorState error={error} {...(!isGone && { retry: () => void refetch() })} /> : <Loading />}
    </Page>
  );
}

function Whole({ automation }: { automation: AutomationWhole }) {
  const { automation: text } = useText();
  const [, navigate] = useLocation();
  const stats = useStats(automation.id);
  const { version, folder, description, createdAt, updatedAt } = automation;
  const lead = (
    <span className={styles.lead}>
      <ModeChoice automation={automation} />
      <span>{text.version(version)}</span>
    </span>
  );
  return (
    <Page
      title={automation.name}
      lead={lead}
      actions={
        <>
          {automation.trigger.type === 'manual' && (
            <StartByHand
              id={automation.id}
              name={automation.name}
              isLive={automation.mode === 'LIVE'}
              about={aboutOf(automation.trigger.config)}
            />
          )}
          <AutomationActions automation={automation} leave={() => navigate('/automations')} />
        </>
      }
    >
      <div className={styles.columns}>
        <section className={styles.column} aria-label={text.flow}>
          <h2 className="visually-hidden">{text.flow}</h2>
          <AutomationFlow automation={automation} stats={stats.stats} />
        </section>
        <div className={styles.column}>
          <DraftCard automation={automation} />
          <StatsCard of={stats} />
          <Card title={text.description} actions={<MoveToFolder automation={automation} />}>
            {description && (
              <p>
                <bdi>{description}</bdi>
              </p>
            )}
            <Facts
              of={[
                [text.folder, folder && <bdi>{folder}</bdi>],
                [text.created, <Time at={createdAt} />],
                [text.edited, <Time at={updatedAt} />],
              ]}
            />
          </Card>
          <Versions automation={automation} />
          <Rules settings={automation.settings} trigger={automation.trigger.type} />
          <History id={automation.id} />
        </div>
      </div>
      <ItsExecutions id={automation.id} />
    </Page>
  );
}

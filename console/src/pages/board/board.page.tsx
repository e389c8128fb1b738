import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ResultOf } from '../../api/graphql.ts';
import { useApi, useMay } from '../../api/queries.ts';
import { Button, buttonClass } from '../../components/button.tsx';
import { Choice } from '../../components/field.tsx';
import { Page } from '../../components/page.tsx';
import { Empty, ErrorState, Loading } from '../../components/states.tsx';
import { useText } from '../../text/text.tsx';
import { BoardPipelines, readStagesAgain, useMoves, type Card, type Pipeline, type Stage } from './board.data.ts';
import styles from './board.module.css';
import { Column } from './column.tsx';
import { EditPipelineButton } from './edit-pipeline.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { useMoveEvents } from './move-events.ts';
import { MoveStrip } from './move-strip.tsx';
import { NewOrder } from './new-order.tsx';

/** The orders of a pipeline by stage; moving one shows what it starts. */
export function BoardPage({ params }: { params: Record<string, string | undefined> }) {
  const text = useText();
  const mayEdit = useMay('EDITOR');
  const [isCreating, setCreating] = useState(false);
  const { data, error, isPending, refetch } = useApi(BoardPipelines, {});
  const pipelines = data ? inOrder(data) : [];
  const pipeline = params.pipelineId ? pipelines.find(({ id }) => id === params.pipelineId) : pipelines.at(-1);
  const create = pipeline && mayEdit && (
    <>
      <Button look="primary" onClick={() => setCreating(true)}>
        {text.board.fresh}
      </Button>
      <EditPipelineButton pipeline={pipeline} />
      <Link className={buttonClass()} href="/import/orders">
        {text.imports.link}
      </Link>
    </>
  );
  return (
    <Page title={text.board.title} lead={mayEdit ? text.board.lead : text.crm.viewer} actions={create}>
      {isPending && !error && <Loading />}
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {data && pipelines.length === 0 && <Empty title={text.board.empty}>{text.board.emptyHint}</Empty>}
      <PipelineChoice pipelines={pipelines} chosen={pipeline} />
      {pipeline && <Board key={pipeline.id} pipeline={pipeline} mayMove={mayEdit} />}
      {pipeline && isCreating && <NewOrder pipeline={pipeline} close={() => setCreating(false)} />}
    </Page>
  );
}

/** Each pipeline with its stages in their order. */
const inOrder = ({ pipelines }: ResultOf<typeof BoardPipelines>): Pipeline[] =>
  pipelines.edges.map(({ node }) => ({ ...node, stages: [...node.stages].sort((a, b) => a.position - b.position) }));

/** The choice of the pipeline, if there are several or the address names an unknown one. */
function PipelineChoice({ pipelines, chosen }: { pipelines: Pipeline[]; chosen: Pipeline | undefined }) {
  const text = useText();
  const [, navigate] = useLocation();
  if (pipelines.length < (chosen ? 2 : 1)) return null;
  return (
    <div className={styles.bar}>
      <Choice
        label={text.board.choose}
        value={chosen?.id ?? ''}
        onChange={({ target }) => navigate(`/board/${target.value}`)}
        options={[
          ...(chosen ? [] : [['', text.errors.advice.NOT_FOUND] as const]),
          ...pipelines.map(({ id, name }) => [id, name] as const),
        ]}
      />
    </div>
  );
}

interface Dragged {
  card: Card;
  from: Stage;
}

function Board({ pipeline, mayMove }: { pipeline: Pipeline; mayMove: boolean }) {
  const queries = useQueryClient();
  const { move, moves, dismiss, moving, last } = useMoves(pipeline.id);
  // A pending move refetches the columns when it is done: earlier, the card would jump back.
  const heard = useMoveEvents(
    (changed) => void (moving.size === 0 && changed.has(pipeline.id) && readStagesAgain(queries)),
  );
  const dragged = useRef<Dragged | null>(null);
  const [asked, setAsked] = useState<Dragged | null>(null);
  const dropOn = (to: Stage) => {
    if (dragged.current) void move(dragged.current.card, dragged.current.from, to);
    dragged.current = null;
  };
  return (
    <>
      <MoveStrip moves={moves} heard={heard} dismiss={dismiss} />
      <div className={styles.board}>
        {pipeline.stages.map((stage) => (
          <Column
            key={stage.id}
            pipelineId={pipeline.id}
            stage={stage}
            mayMove={mayMove}
            moving={moving}
            last={last}
            drag={(card) => (dragged.current = card && { card, from: stage })}
            drop={() => dropOn(stage)}
            askWhere={(card) => setAsked({ card, from: stage })}
          />
        ))}
      </div>
      {asked && (
        <MoveDialog
          order={asked.card.name}
          stages={pipeline.stages}
          at={asked.from.id}
          close={() => setAsked(null)}
          choose={(to) => {
            setAsked(null);
            void move(asked.card, asked.from, to);
          }}
        />
      )}
    </>
  );
}

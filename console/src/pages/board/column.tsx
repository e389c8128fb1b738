import { useState } from 'react';
import { useApiList } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { useText } from '../../text/text.tsx';
import { StageOrders, type Card, type Stage } from './board.data.ts';
import styles from './board.module.css';
import { BoardCard } from './card.tsx';

interface ColumnProps {
  pipelineId: string;
  stage: Stage;
  mayMove: boolean;
  moving: ReadonlySet<string>;
  /** The order that was moved last. */
  last: string | null;
  drag: (card: Card | null) => void;
  drop: () => void;
  askWhere: (card: Card) => void;
}

/** One stage and its orders, a page of them at first. */
export function Column({ pipelineId, stage, mayMove, moving, last, drag, drop, askWhere }: ColumnProps) {
  const text = useText();
  const { nodes, isPending, error, hasMore, isLoadingMore, more } = useApiList(
    StageOrders,
    { pipelineId, stageId: stage.id },
    (data) => data.orders,
  );
  const [isOver, setOver] = useState(false);
  return (
    <section
      aria-label={stage.name}
      className={`${styles.column} ${isOver ? styles.over : ''}`}
      onDragOver={(event) => {
        if (!mayMove) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        drop();
      }}
    >
      <header className={styles.columnHead}>
        <h2>{stage.name}</h2>
        <span className={styles.faint}>{!isPending && text.board.orders(nodes.length, hasMore)}</span>
      </header>
      {error && <ErrorState error={error} />}
      {isPending && !error && <Loading />}
      {!isPending && !error && nodes.length === 0 && <p className={styles.faint}>{text.board.noOrders}</p>}
      <ul className={styles.cards} hidden={nodes.length === 0}>
        {nodes.map((card) => (
          <BoardCard
            key={card.id}
            card={card}
            mayMove={mayMove}
            isMoving={moving.has(card.id)}
            takesFocus={last === card.id}
            drag={drag}
            askWhere={() => askWhere(card)}
          />
        ))}
      </ul>
      {hasMore && (
        <Button onClick={more} disabled={isLoadingMore}>
          {isLoadingMore ? text.common.loading : text.common.loadMore}
        </Button>
      )}
    </section>
  );
}

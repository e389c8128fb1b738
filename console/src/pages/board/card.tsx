import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Money } from '../../components/money.tsx';
import { Tags } from '../../components/tags.tsx';
import { useText } from '../../text/text.tsx';
import type { Card } from './board.data.ts';
import styles from './board.module.css';

interface CardProps {
  card: Card;
  mayMove: boolean;
  isMoving: boolean;
  /** The keyboard stays with a card that was just moved. */
  takesFocus: boolean;
  drag: (card: Card | null) => void;
  askWhere: () => void;
}

/** An order on the board: dragged by mouse, or moved by its button. */
export function BoardCard({ card, mayMove, isMoving, takesFocus, drag, askWhere }: CardProps) {
  const text = useText().board;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus && document.activeElement === document.body) button.current?.focus();
  }, [takesFocus]);
  return (
    <li
      className={`${styles.card} ${isMoving ? styles.moving : ''}`}
      draggable={mayMove && !isMoving}
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', card.name);
        event.dataTransfer.effectAllowed = 'move';
        drag(card);
      }}
      onDragEnd={() => drag(null)}
    >
      <div className={styles.line}>
        <Link href={`/orders/${card.id}`} draggable={false}>
          {card.name}
        </Link>
        <span className={styles.value}>
          <Money value={card.value} />
        </span>
      </div>
      {card.contact && card.contact.name !== card.name && <div className={styles.faint}>{card.contact.name}</div>}
      <div className={styles.line}>
        <Tags of={card.tags} />
        {mayMove && (
          <Button
            ref={button}
            className={styles.move}
            aria-label={text.moveOf(card.name)}
            aria-disabled={isMoving}
            onClick={() => !isMoving && askWhere()}
          >
            {text.move}
          </Button>
        )}
      </div>
    </li>
  );
}

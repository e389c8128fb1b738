import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { useText } from '../../text/text.tsx';
import styles from './board.module.css';
import type { Stage } from './board.data.ts';

interface EditStagesProps {
  stages: Stage[];
  reorder: (stages: Stage[]) => void;
}

/** The stages of a pipeline in a form: a field for the name of each, named by its id; buttons and dragging change their order. */
export function EditStages({ stages, reorder }: EditStagesProps) {
  const { board, edits: text } = useText();
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, say] = useState('');
  const put = (id: string, to: number) => {
    const stage = stages.find((each) => each.id === id);
    if (!stage) return;
    reorder(stages.filter((each) => each.id !== id).toSpliced(to, 0, stage));
    say(text.moved(stage.name, to + 1));
  };
  return (
    <>
      <p className={styles.faint}>
        {text.dragHint} {board.stageHint}.
      </p>
      <ol className={styles.stages}>
        {stages.map(({ id, name }, index) => (
          <li
            key={id}
            className={dragged === id ? styles.dragged : ''}
            onDragOver={(event) => dragged && event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged) put(dragged, index);
              setDragged(null);
            }}
          >
            <span
              className={styles.handle}
              draggable
              aria-hidden
              onDragStart={() => setDragged(id)}
              onDragEnd={() => setDragged(null)}
            >
              <Icon path="M6 3v.01M10 3v.01M6 8v.01M10 8v.01M6 13v.01M10 13v.01" />
            </span>
            <Field name={id} label={board.stageAt(index + 1)} maxLength={200} defaultValue={name} />
            <Button aria-label={text.up(name)} disabled={index === 0} onClick={() => put(id, index - 1)}>
              <Icon path="M8 13V3M4 7l4-4 4 4" />
            </Button>
            <Button
              aria-label={text.down(name)}
              disabled={index === stages.length - 1}
              onClick={() => put(id, index + 1)}
            >
              <Icon path="M8 3v10M4 9l4 4 4-4" />
            </Button>
          </li>
        ))}
      </ol>
      <p role="status" className="visually-hidden">
        {said}
      </p>
    </>
  );
}

/** A drawing of 16 by 16: arrows and handles are missing in some fonts. */
const Icon = ({ path }: { path: string }) => (
  <svg viewBox="0 0 16 16" width="16" height="16" className={styles.icon} aria-hidden>
    <path d={path} />
  </svg>
);

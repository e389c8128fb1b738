import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useText } from '../../text/text.tsx';
import type { Stage } from './board.data.ts';
import styles from './board.module.css';

interface MoveDialogProps {
  order: string;
  stages: readonly Stage[];
  /** The stage it is at. */
  at: string;
  choose: (stage: Stage) => void;
  close: () => void;
}

/** Asks for the target stage; the alternative to dragging for keyboards and touch screens. */
export function MoveDialog({ order, stages, at, choose, close }: MoveDialogProps) {
  const text = useText();
  return (
    <Dialog title={text.board.moveTo(order)} close={close}>
      <ul className={styles.stages}>
        {stages.map((stage) => (
          <li key={stage.id}>
            <Button disabled={stage.id === at} onClick={() => choose(stage)}>
              {stage.name}
              {stage.id === at && <span className={styles.faint}>{text.board.here}</span>}
            </Button>
          </li>
        ))}
      </ul>
      <Button onClick={close}>{text.common.cancel}</Button>
    </Dialog>
  );
}

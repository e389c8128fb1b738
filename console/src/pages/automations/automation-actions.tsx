import { useState } from 'react';
import { useLocation } from 'wouter';
import { useMay } from '../../api/queries.ts';
import { Button, type ButtonLook } from '../../components/button.tsx';
import { useText } from '../../text/text.tsx';
import styles from './automations.module.css';
import { useAutomationChanges, type Changeable } from './automation-changes.ts';
import { RemoveConfirm } from './confirms.tsx';

interface AutomationActionsProps {
  automation: Changeable;
  look?: ButtonLook;
  /** Called after it was deleted, to navigate elsewhere. */
  leave?: () => void;
}

/** The actions of an editor on an automation; hidden from viewers. */
export function AutomationActions({ automation, look = 'usual', leave }: AutomationActionsProps) {
  const text = useText().automation;
  const [, navigate] = useLocation();
  const [isAsked, ask] = useState(false);
  const changes = useAutomationChanges(automation);
  const mayEdit = useMay('EDITOR');
  if (!mayEdit) return null;
  const actions: [words: string, look: ButtonLook, act: () => void][] = [
    [text.duplicate, look, () => changes.duplicate((id) => navigate(`/automations/${id}`))],
    [text.remove, look === 'usual' ? 'danger' : look, () => ask(true)],
  ];
  return (
    <div className={styles.actions}>
      {actions.map(([words, itsLook, act]) => (
        <Button
          key={words}
          look={itsLook}
          disabled={changes.isPending}
          aria-label={text.actionOf(words, automation.name)}
          onClick={act}
        >
          {words}
        </Button>
      ))}
      {isAsked && <RemoveConfirm automation={automation} changes={changes} close={() => ask(false)} leave={leave} />}
    </div>
  );
}

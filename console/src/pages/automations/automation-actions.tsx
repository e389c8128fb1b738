import { useState } from 'react';
import { useLocation } from 'wouter';
import { useMay } from '../../api/queries.ts';
import { Button, type ButtonLook } from '../../components/button.tsx';
import { useText } from '../../text/text.tsx';
import styles from './automations.module.css';
import { useAutomationChanges, type Changeable } from './automation-changes.ts';
import { DisableConfirm, RemoveConfirm } from './confirms.tsx';

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
  const [asked, ask] = useState<'disable' | 'remove' | null>(null);
  const changes = useAutomationChanges(automation);
  const mayEdit = useMay('EDITOR');
  if (!mayEdit) return null;
  const actions: [words: string, look: ButtonLook, act: () => void][] = [
    automation.enabled ? [text.disable, look, () => ask('disable')] : [text.enable, look, changes.enable],
    [text.duplicate, look, () => changes.duplicate((id) => navigate(`/automations/${id}`))],
    [text.remove, look === 'usual' ? 'danger' : look, () => ask('remove')],
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
      {asked === 'disable' && <DisableConfirm automation={automation} changes={changes} close={() => ask(null)} />}
      {asked === 'remove' && (
        <RemoveConfirm automation={automation} changes={changes} close={() => ask(null)} leave={leave} />
      )}
    </div>
  );
}

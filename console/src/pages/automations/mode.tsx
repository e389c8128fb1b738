import { useState } from 'react';
import { useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Badge } from '../../components/status-badge.tsx';
import { useText } from '../../text/text.tsx';
import { useAutomationChanges, type Changeable, type Mode } from './automation-changes.ts';
import { SwitchConfirm } from './confirms.tsx';
import styles from './automations.module.css';

/** All modes, in the order in which they are offered. */
export const MODES = ['OFF', 'SHADOW', 'LIVE'] as const;
const TONE = { OFF: 'idle', SHADOW: 'wait', LIVE: 'good' } as const;

/** What an automation does with events. */
function ModeBadge({ mode }: { mode: Mode }) {
  return <Badge tone={TONE[mode]}>{useText().automation.modes[mode]}</Badge>;
}

/** The mode as a choice of three; viewers only see it. An automation that stops being live is asked about its executions. */
export function ModeChoice({ automation }: { automation: Changeable }) {
  const text = useText().automation;
  const [asked, ask] = useState<'OFF' | 'SHADOW' | null>(null);
  const changes = useAutomationChanges(automation);
  const mayEdit = useMay('EDITOR');
  if (!mayEdit) return <ModeBadge mode={automation.mode} />;
  const choose = (mode: Mode) => {
    if (mode === automation.mode) return;
    if (automation.mode === 'LIVE' && mode !== 'LIVE') ask(mode);
    else changes.setMode(mode);
  };
  return (
    <div className={styles.modes} role="group" aria-label={text.actionOf(text.mode, automation.name)}>
      {MODES.map((mode) => (
        <Button
          key={mode}
          look="plain"
          className={automation.mode === mode ? (styles[mode] ?? '') : ''}
          title={text.modeHints[mode]}
          aria-label={text.actionOf(text.modes[mode], automation.name)}
          aria-pressed={automation.mode === mode}
          disabled={changes.isPending}
          onClick={() => choose(mode)}
        >
          {text.modes[mode]}
        </Button>
      ))}
      {asked && <SwitchConfirm automation={automation} changes={changes} mode={asked} close={() => ask(null)} />}
    </div>
  );
}

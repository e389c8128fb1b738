import { useState } from 'react';
import { Boundary } from '../../components/boundary.tsx';
import { AutomationFlow, type Flowing } from './automation-flow.tsx';

/** The flow of a draft or a version, folded at first. A draft may hold anything: what cannot be drawn breaks only this part. */
export function FlowOf({ of, label, summary }: { of: Flowing; label: string; summary: string }) {
  const [isOpen, open] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => open(currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && (
        <Boundary of={JSON.stringify(of)}>
          <AutomationFlow automation={of} stats={undefined} label={label} />
        </Boundary>
      )}
    </details>
  );
}

import { Link } from 'wouter';
import type { Text } from '../text/en.ts';
import { useText } from '../text/text.tsx';

interface Actor {
  type: keyof Text['events']['actors'];
  id: string | null;
  name: string | null;
}

/** Who made a change: a key, a person, a channel, the system, or an execution, which is a link. */
export function ActorName({ actor }: { actor: Actor }) {
  const kind = useText().events.actors[actor.type];
  const name = actor.name ?? kind;
  if (actor.type === 'EXECUTION' && actor.id) return <Link href={`/executions/${actor.id}`}>{name}</Link>;
  return <span title={kind}>{name}</span>;
}

/** Emitted after the commit when another system has reported the outcome of an execution's effect. */
export const EFFECT_SETTLED = 'effect.settled';

/** The step of the effect. Missing this notification loses nothing, as the outcome is stored with the effect. */
export interface EffectSettled {
  workspaceId: string;
  executionId: string;
  stepId: string;
}

import { z } from 'zod';

/** What an id in a config or in params points at; checked when an automation is saved, a picker in the form. */
export interface Reference {
  reference: 'pipeline' | 'stage' | 'tag' | (string & {});
  /** The sibling field that names the parent: a stage must be of that pipeline. */
  within?: string;
}

/** An id that must exist in the workspace when the automation is saved. */
export const reference = (to: Reference['reference'], within?: string) => z.uuid().meta({ reference: to, ...(within && { within }) });

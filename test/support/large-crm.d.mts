export interface LargeCrm {
  workspaceId: string;
  pipelineId: string;
  /** The stage of nearly all orders. */
  stageId: string;
  rareStageId: string;
  /** The tag of half of the contacts and orders. */
  tagId: string;
  /** The tag of ten. */
  rareTagId: string;
  /** How many contacts. */
  count: number;
}

/** The tables with a row or more for each contact. */
export const GROWN: string[];

export function growLargeCrm(
  query: <Row>(text: string, values?: unknown[]) => Promise<Row[]>,
  crm: LargeCrm,
): Promise<void>;

export function listsOfLargeCrm(crm: LargeCrm): Record<'contacts' | 'orders' | 'tasks', Record<string, object>>;

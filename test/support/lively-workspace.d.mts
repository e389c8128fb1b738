/** What there is to look at, by its id. */
export type LivelyIds = Record<
  | 'contact'
  | 'order'
  | 'event'
  | 'automation'
  | 'edited'
  | 'thanked'
  | 'failed'
  | 'cancelled'
  | 'running'
  | 'queued'
  | 'sleeping',
  string
>;

export function startOthers(): Promise<{
  url: string;
  environment: Record<string, string>;
  close: () => Promise<void>;
}>;

export function deliverTo(address: string, value: object): Promise<void>;

export function fillWorkspace(given: {
  send: <Data>(document: string, variables?: object) => Promise<Data>;
  url: string;
  others: string;
}): Promise<LivelyIds>;

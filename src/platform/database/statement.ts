/** One SQL statement as data, and how to read its rows; created before anything is sent, so that creating it cannot fail halfway. */
export interface Statement<Result> {
  text: string;
  values: readonly unknown[];
  read: (rows: unknown[]) => Result;
}

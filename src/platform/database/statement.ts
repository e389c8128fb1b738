/** One SQL statement as data, and how to read its rows; made before anything is sent, so that making it cannot fail halfway. */
export interface Statement<Result> {
  text: string;
  values: readonly unknown[];
  read: (rows: unknown[]) => Result;
}

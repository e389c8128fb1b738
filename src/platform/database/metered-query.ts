import pg, { type CustomTypesConfig, type PoolClient, type QueryConfig } from 'pg';
import type { ReadMeter } from './reader.js';

type Watch = { meter: ReadMeter; stop: () => void };

/**
 * Resolves with the rows and counts each as it arrives. At the first row above the limit it calls `stop` and rejects with the
 * meter's error.
 */
export function meteredQuery<Row>(client: PoolClient, statement: QueryConfig, { meter, stop }: Watch): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    let stopped = false;
    const types = counted((more) => (bytes += more));
    const query = new pg.Query({ ...statement, types }, (error, result) =>
      error ? reject(error) : resolve(result.rows as Row[]),
    );
    query.on('row', () => {
      if (stopped) return;
      try {
        meter.countRow(bytes);
        bytes = 0;
      } catch (error) {
        stopped = true;
        reject(error);
        stop();
      }
    });
    client.query(query);
  });
}

/** pg's parsers, reporting the bytes of each value before parsing it. */
const counted = (count: (bytes: number) => void): CustomTypesConfig => ({
  getTypeParser: (oid, format) => {
    const parse = pg.types.getTypeParser(oid, format) as (value: string) => unknown;
    return (value: string) => {
      count(Buffer.byteLength(value));
      return parse(value);
    };
  },
});

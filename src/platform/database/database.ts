import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { connectTo, poolOf, together, type Connection } from './connection.js';
import { prepared } from './prepared.js';
import type { Reader } from './reader.js';
import type { Statement } from './statement.js';

/** Postgres for the engine: it sees all workspaces; each statement names its own. */
@Injectable()
export class Database {
  constructor(@InjectDataSource() readonly dataSource: DataSource) {}

  /** Runs one statement outside any transaction. */
  async query<Row = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await poolOf(this.dataSource).query(prepared(text, values));
    return result.rows as Row[];
  }

  /** Runs a statement outside any transaction. */
  async run<Result>({ text, values, read }: Statement<Result>): Promise<Result> {
    return read(await this.query(text, values));
  }

  /** Runs two statements, each in a transaction of its own, the second after the first, sent in one message. */
  inOneMessage<First, Second>(first: Statement<First>, second: Statement<Second>): [Promise<First>, Promise<Second>] {
    const connected = poolOf(this.dataSource).connect();
    const send = async <Result>({ text, values, read }: Statement<Result>) => {
      const client = await connected;
      together(client);
      return read((await client.query(prepared(text, values))).rows);
    };
    const sent: [Promise<First>, Promise<Second>] = [send(first), send(second)];
    void Promise.allSettled(sent).then(() =>
      connected.then(
        (client) => client.release(),
        () => undefined,
      ),
    );
    return sent;
  }

  /** A reader of one workspace's committed rows. */
  reader(workspaceId: string): Reader {
    return { workspaceId, query: (text, values) => this.query(text, values) };
  }

  /** Takes a connection until its runner is released. */
  connect(): Promise<Connection> {
    return connectTo(this.dataSource);
  }
}

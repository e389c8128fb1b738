import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startChild } from './children.mjs';
import { freePort } from './ports.mjs';
import { until } from './wait.mjs';

/** Debian's PgBouncer in front of a Postgres, in transaction mode, with half as many connections as the product opens. */
export class PgBouncer {
  static async start(folder, { postgres, users }) {
    const bouncer = new PgBouncer();
    bouncer.port = await freePort();
    const names = join(folder, 'pgbouncer-users.txt');
    const settings = join(folder, 'pgbouncer.ini');
    writeFileSync(names, users.map((user) => `"${user}" "${postgres.password}"\n`).join(''));
    writeFileSync(settings, settingsOf({ port: bouncer.port, postgresPort: postgres.port, names }));
    const log = join(folder, 'pgbouncer.log');
    // It refuses to run as root.
    Object.assign(bouncer, startChild('pgbouncer', [settings], { ...postgres.place.account, log, cwd: '/' }));
    if (!(await until(() => accepts(bouncer.port), { within: 10_000 })))
      throw new Error(`pgbouncer did not start: see ${log}`);
    return bouncer;
  }

  async stop() {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

const settingsOf = ({ port, postgresPort, names }) => `[databases]
* = host=127.0.0.1 port=${postgresPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${names}
pool_mode = transaction
default_pool_size = 8
max_client_conn = 1000
; After a crash of Postgres, try again after 1 s instead of 15.
server_login_retry = 1
`;

const accepts = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

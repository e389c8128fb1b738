import { once } from 'node:events';
import { createServer } from 'node:net';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A free port on loopback. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** The one of these processes that has a TCP socket with this local port; Linux only. */
export function pidWithPort(port, pids) {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));
  // Connections to different addresses may share a local port, and a closed one keeps its row for a while.
  const sockets = rows.filter(([, local]) => local?.endsWith(`:${hex}`)).map((row) => `socket:[${row[9]}]`);
  return pids.find((pid) => socketsOf(pid).some((socket) => sockets.includes(socket)));
}

function socketsOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

function linkOf(path) {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

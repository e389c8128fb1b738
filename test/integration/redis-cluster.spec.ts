import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startTestServer } from '../support/test-server.js';

interface Node {
  redis: Redis;
  port: number;
  busPort: number;
  server: ChildProcess;
  folder: string;
}

const SLOTS = 16_384;

/** A Redis node without slots, in a cluster of its own. */
async function startNode(): Promise<Node> {
  const [port, busPort] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), 'crm-cluster-'));
  const options = { port, 'cluster-port': busPort, 'cluster-enabled': 'yes', bind: '127.0.0.1', save: '', dir: folder };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn('redis-server', flags, { stdio: 'ignore' });
  const redis = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null, retryStrategy: () => 20 });
  redis.on('error', () => undefined);
  await redis.ping();
  return { redis, port, busPort, server, folder };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Divides the slots between three nodes. Resolves with the nodes once each knows that the cluster is complete. */
async function startCluster(): Promise<Node[]> {
  const nodes = await Promise.all([startNode(), startNode(), startNode()]);
  for (const [index, { redis, port, busPort }] of nodes.entries()) {
    const [first, next] = [index, index + 1].map((part) => Math.floor((part * SLOTS) / nodes.length));
    await redis.call('CLUSTER', 'ADDSLOTSRANGE', first!, next! - 1);
    await nodes[0].redis.call('CLUSTER', 'MEET', '127.0.0.1', port, busPort);
  }
  for (const { redis } of nodes) while (!/cluster_state:ok/.test(String(await redis.cluster('INFO'))));
  return nodes;
}

async function stop({ redis, server, folder }: Node): Promise<void> {
  redis.disconnect();
  server.kill('SIGKILL');
  await once(server, 'exit');
  rmSync(folder, { recursive: true });
}

/** The node that accepts the key. */
async function homeOf(key: string, nodes: Node[]): Promise<Node> {
  for (const node of nodes) if ((await node.redis.get(key).catch(() => undefined)) !== undefined) return node;
  throw new Error(`No node accepts ${key}`);
}

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

(hasRedis ? it : it.skip)('runs executions over one slot of a Redis Cluster, if the prefix is a hash tag', async () => {
  const nodes = await startCluster();
  const { port, redis } = await homeOf('{crm}', nodes);
  const environment = { REDIS_URL: `redis://127.0.0.1:${port}`, REDIS_PREFIX: '{crm}' };
  const api = await startTestServer({ ...environment, ROLE: 'api' });
  const worker = await startTestServer({ ...environment, ROLE: 'worker' }, { database: api.database });
  try {
    const client = await api.client();
    await client.raw(`mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }`, {
      input: {
        name: 'Tag',
        trigger: { type: 'contact.created' },
        actions: [{ type: 'assign_tag', params: { tagName: 'New', entityType: 'contact' } }],
      },
    });
    const ended = api.ended(client.workspaceId);
    const channel = `{crm}:execution-feed:${client.workspaceId}`;
    while ((await redis.pubsub('NUMSUB', channel))[1] !== 1);
    await client.raw(`mutation { createContact(input: { name: "Ana" }) { id } }`);

    expect((await ended).at(-1)!.execution.status).toBe('SUCCEEDED');
    expect(await redis.keys('*')).toEqual(expect.arrayContaining([expect.stringMatching(/^\{crm\}:executions:/)]));
    expect(await redis.keys('*')).toEqual(expect.arrayContaining([expect.stringMatching(/^\{crm\}:rate:key:/)]));
  } finally {
    await worker.stop();
    await api.close();
    await Promise.all(nodes.map(stop));
  }
});

import { Pool } from 'undici';
import { answer } from '../support/helper.mjs';
import { percentile } from '../support/numbers.mjs';

const QUERY =
  'mutation Move($id: ID!, $stageId: ID!) { moveOrder(id: $id, stageId: $stageId) { id stage { id name } } }';

let pool;

/** Moves one order over HTTP; resolves with the latency of the answer, in milliseconds. */
async function move({ id, stageId, key }) {
  const began = performance.now();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const { body } = await pool.request({
    path: '/graphql',
    method: 'POST',
    headers,
    body: JSON.stringify({ query: QUERY, variables: { id, stageId } }),
  });
  const { data, errors } = await body.json();
  if (errors || data.moveOrder.stage.id !== stageId)
    throw new Error(`A move failed: ${JSON.stringify(errors ?? data)}`);
  return performance.now() - began;
}

/** Each connection moves one order after another until the time or the orders run out. */
async function burst(orders, { seconds, connections }) {
  const until = performance.now() + seconds * 1_000;
  const latencies = [];
  const connection = async () => {
    while (performance.now() < until && orders.length > 0) latencies.push(await move(orders.pop()));
  };
  await Promise.all(Array.from({ length: connections }, connection));
  return latencies;
}

/** The same at a fixed rate, spread over all connections. */
async function steady(orders, { seconds, connections, rate }) {
  const began = performance.now();
  const count = Math.min(orders.length, seconds * rate);
  const latencies = [];
  let next = 0;
  const connection = async () => {
    while (next < count) {
      const due = began + (next++ * 1_000) / rate;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      latencies.push(await move(orders.pop()));
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  return latencies;
}

const orders = new Map();

answer({
  connect: ({ url, connections }) => {
    pool = new Pool(url, { connections, pipelining: 1 });
  },
  take: ({ name, list }) => void orders.set(name, list),
  move: async ({ name, rate, ...options }) => {
    const left = orders.get(name);
    const latencies = await (rate ? steady(left, { rate, ...options }) : burst(left, options));
    return {
      moves: latencies.length,
      p50: percentile(latencies, 0.5),
      p95: percentile(latencies, 0.95),
      left: left.length,
    };
  },
  stop: () => pool?.close(),
});

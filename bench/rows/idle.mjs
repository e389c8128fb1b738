import { setTimeout as wait } from 'node:timers/promises';
import { metered } from '../support/meter.mjs';
import { automation } from './ours.mjs';

// Whole minutes, to include the sweeps that run once a minute.
const SECONDS = 120;

const TRANSACTIONS = `SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = $1`;

async function play(stage, { size, environment = {} }) {
  const seconds = size === 'short' ? SECONDS / 2 : SECONDS;
  const database = await stage.database('idle');
  const driver = await stage.ours(database, environment);
  await driver.call('makeWorkspaces', { count: 20, automations: [automation] });
  await driver.call('steady', { seconds: 5, rate: 20 });
  // By then the pools have closed their idle connections.
  await wait(15_000);
  const { commands } = await countsOf(stage, database);
  const before = await countsOf(stage, database);
  const looking = before.commands - commands;
  const { cpu } = await metered({ node: [driver.pid], ...stage.servers }, () => wait(seconds * 1_000));
  const after = await countsOf(stage, database);
  return {
    'CPU of a core, %': (cpu.node / seconds) * 100,
    'CPU of Postgres, %': (cpu.postgres / seconds) * 100,
    'transactions/s': (after.transactions - before.transactions) / seconds,
    'Redis commands/s': (after.commands - before.commands - looking) / seconds,
  };
}

async function countsOf(stage, database) {
  const [row] = await stage.query('postgres', TRANSACTIONS, [database.name]);
  const info = await stage.redis.command('INFO', 'stats');
  return { transactions: Number(row.count), commands: Number(/total_commands_processed:(\d+)/.exec(info)[1]) };
}

/** The cost of a process while nothing happens. */
export const idleRow = { name: 'idle', title: 'A process (ROLE=all) with nothing to do', play };

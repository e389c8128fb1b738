import { metered } from './meter.mjs';
import { printStatements, resetStatements } from './statements.mjs';

export const STEPS = 3;
export const WORKSPACES = 20;
const STEADY_RATE = 20;

/**
 * Runs one contender of the common work: a warm-up, a burst and a steady load, each with the CPU time of all processes.
 * `start` resolves with the helper that does the work; `verify` throws unless everything is recorded.
 */
export async function playSameWork(
  stage,
  { name, start, verify, window, seconds, command = 'burst', isSteady = true },
) {
  const database = await stage.database(name);
  const helper = await start(database);
  const groups = { node: [helper, ...(helper.others ?? [])].map(({ pid }) => pid), ...stage.servers };
  let executions = await warmUp(helper, { command, window, isSteady });
  await stage.settle();

  await resetStatements(stage, database);
  const commits = await commitsOf(stage, database);
  const { result, cpu } = await metered(groups, () => helper.call(command, { name, seconds, window }));
  const committed = (await commitsOf(stage, database)) - commits;
  await printStatements(stage, database, result.executions);
  for (const line of result.hot ?? []) console.log(`    ${line}`);
  executions += result.executions;
  const figures = { ...burstFigures(result, cpu), 'commits an execution': committed / result.executions };
  if (isSteady) {
    await resetStatements(stage, database);
    const before = await commitsOf(stage, database);
    Object.assign(figures, await steadyFigures(helper, groups, { seconds, name: `${name}-steady` }));
    await printStatements(stage, database, figures.steadyExecutions);
    figures['steady transactions an execution'] =
      ((await commitsOf(stage, database)) - before) / figures.steadyExecutions;
  }

  await verify({ stage, database, executions: executions + (figures.steadyExecutions ?? 0) });
  delete figures.steadyExecutions;
  return figures;
}

async function warmUp(helper, { command, window, isSteady }) {
  const first = await helper.call(command, { seconds: 3, window });
  const then = isSteady ? await helper.call('steady', { seconds: 1, rate: STEADY_RATE }) : { executions: 0 };
  return first.executions + then.executions;
}

function burstFigures({ executions, seconds }, cpu) {
  const per1000 = (used) => (used / executions) * 1_000;
  return {
    'executions/s': executions / seconds,
    'CPU s/1000': per1000(cpu.node),
    'Postgres CPU s/1000': per1000(cpu.postgres),
    'Redis CPU s/1000': per1000(cpu.redis),
  };
}

async function steadyFigures(helper, groups, options) {
  const { result, cpu } = await metered(groups, () => helper.call('steady', { ...options, rate: STEADY_RATE }));
  for (const line of result.hot ?? []) console.log(`    ${line}`);
  return {
    'p50 ms': result.p50,
    'p95 ms': result.p95,
    'steady CPU s/1000': (cpu.node / result.executions) * 1_000,
    steadyExecutions: result.executions,
  };
}

async function commitsOf(stage, { name }) {
  // A backend reports its statistics at most once a second.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const [{ commits }] = await stage.query(
    name,
    'SELECT xact_commit::float8 AS commits FROM pg_stat_database WHERE datname = current_database()',
  );
  return commits;
}

/** Throws unless each execution had its three effects. */
export async function verifyEffects({ stage, database, executions }) {
  const [{ effects, of }] = await stage.query(
    database.name,
    'SELECT count(*)::int AS effects, count(DISTINCT execution)::int AS of FROM effects',
  );
  if (effects !== STEPS * executions || of !== executions)
    throw new Error(
      `${executions} executions left ${effects} effects of ${of}: expected ${STEPS * executions} of ${executions}`,
    );
}

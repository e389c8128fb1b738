import { apiScenarios } from './api.mjs';
import { clockScenarios } from './clock.mjs';
import { databaseScenarios } from './database.mjs';
import { engineScenarios } from './engine.mjs';
import { entryScenarios } from './entries.mjs';
import { feedScenarios } from './feed.mjs';
import { importScenarios } from './imports.mjs';
import { journeyScenarios } from './journeys.mjs';
import { outsideScenarios } from './outside.mjs';
import { redisScenarios } from './redis.mjs';
import { signalScenarios } from './signals.mjs';
import { workerScenarios } from './workers.mjs';

/** Every fault scenario, in the order of the table. */
export const SCENARIOS = [
  ...workerScenarios,
  ...signalScenarios,
  ...engineScenarios,
  ...apiScenarios,
  ...databaseScenarios,
  ...redisScenarios,
  ...feedScenarios,
  ...outsideScenarios,
  ...clockScenarios,
  ...journeyScenarios,
  ...entryScenarios,
  ...importScenarios,
];

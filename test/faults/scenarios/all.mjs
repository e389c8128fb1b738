import { apiScenarios } from './api.mjs';
import { backlogScenarios } from './backlog.mjs';
import { clockScenarios } from './clock.mjs';
import { databaseScenarios } from './database.mjs';
import { outsideScenarios } from './outside.mjs';
import { redisScenarios } from './redis.mjs';
import { workerScenarios } from './workers.mjs';

/** Every fault, in the order of the table. */
export const SCENARIOS = [...workerScenarios, ...apiScenarios, ...databaseScenarios, ...redisScenarios, ...outsideScenarios, ...backlogScenarios, ...clockScenarios];

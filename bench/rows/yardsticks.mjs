import { playSameWork, verifyEffects } from '../support/contest.mjs';

const yardstick = ({ name, title }) => ({
  name,
  title,
  play: (stage, { seconds }) =>
    playSameWork(stage, {
      name,
      seconds,
      window: 100,
      verify: verifyEffects,
      start: (database) => stage.helper(name, { DATABASE_URL: database.url, REDIS_URL: stage.redis.url }),
    }),
});

/** The same three rows with other products, each in one process like ours. */
export const yardstickRows = [
  yardstick({ name: 'dbos', title: 'DBOS Transact, three steps' }),
  yardstick({ name: 'bullmq', title: 'BullMQ, one job, no step records' }),
];

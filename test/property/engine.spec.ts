import fc from 'fast-check';
import { Model } from './support/model.js';
import { Play } from './support/play.js';
import { holds, patience } from './support/seeded.js';
import { Stand } from './support/stand.js';
import { stories, type Story } from './support/story.js';

const MOST_MS = 30_000;

let stand: Stand;
// When the time is over, the current story is not waited for.
let underWay: Promise<void> = Promise.resolve();

beforeAll(async () => {
  stand = await Stand.open();
});

afterAll(async () => {
  await underWay.catch(() => undefined);
  await stand.close();
});

it(
  'matches the model for any actions and faults: statuses, steps, attempts, effects, calls and decisions',
  async () => {
    const story = fc.asyncProperty(stories, (told) => (underWay = playWhole(told)));
    await holds(story, { runs: 40, withinMs: MOST_MS, unbiased: true });
  },
  patience(MOST_MS) + 60_000,
);

async function playWhole({ automations, commands }: Story): Promise<void> {
  const model = new Model({ automations });
  const play = await Play.begin(stand, automations);
  try {
    for (const command of commands) {
      await play.follow(command, model);
      model.follow(command);
      expect({ after: command, orders: await play.view() }).toEqual({ after: command, orders: model.view });
    }
  } finally {
    await stand.clear();
  }
}

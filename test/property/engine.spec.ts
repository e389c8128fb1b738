import fc from 'fast-check';
import { Model } from './support/model.js';
import { Play } from './support/play.js';
import { holds, patience } from './support/seeded.js';
import { Stand } from './support/stand.js';
import { stories } from './support/story.js';

const MOST_MS = 60_000;

let stand: Stand;

beforeAll(async () => {
  stand = await Stand.open();
});

afterAll(() => stand.close());

it(
  'whatever people do and whatever goes wrong, it comes to what the model says: statuses, steps, attempts, effects, calls and decisions',
  async () => {
    const story = fc.asyncProperty(stories, async ({ automations, commands }) => {
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
    });
    await holds(story, { runs: 40, withinMs: MOST_MS, unbiased: true });
  },
  patience(MOST_MS) + 60_000,
);

import fc from 'fast-check';
import { Model } from './model.js';
import type { Story } from './story.js';

const CANDIDATES = 8;
const MOST_EXECUTIONS = 60;

/** The one of some stories in which the most different things happen, according to the model. */
export const richest = (stories: fc.Arbitrary<Story>): fc.Arbitrary<Story> =>
  fc
    .array(stories, { minLength: CANDIDATES, maxLength: CANDIDATES })
    .map((all) => all.map((story) => ({ story, richness: richnessOf(story) })))
    .map((all) => all.reduce((best, each) => (each.richness > best.richness ? each : best)))
    .filter(({ richness }) => richness > 0)
    .map(({ story }) => story);

// Zero for automations that trigger each other without end.
function richnessOf(story: Story): number {
  const model = new Model(story);
  for (const command of story.commands) {
    model.follow(command);
    if (model.executions.length > MOST_EXECUTIONS) return 0;
  }
  const things = model.view.flatMap(({ events, executions }) => [
    ...events.flatMap(({ decisions }) => decisions),
    ...executions.flatMap(({ automation, error, steps }) => [
      `${automation} ${error}`,
      ...steps.map(({ status, because, said }, index) => `${automation}/${index} ${status} ${because} ${said}`),
    ]),
  ]);
  return new Set(things).size;
}

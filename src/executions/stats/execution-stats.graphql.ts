import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ListOf } from '../../platform/query-limits/query-lists.js';
import { MAX_BUCKETS, STATS_BUCKETS, type StatsBucketName } from './stats-range.js';
import { MAX_STEPS } from './step-stats.js';

const StatsBucketEnum = Object.fromEntries(Object.keys(STATS_BUCKETS).map((name) => [name, name])) as {
  [N in StatsBucketName]: N;
};

registerEnumType(StatsBucketEnum, {
  name: 'StatsBucket',
  description: 'The length of the buckets of a period; each begins at a full minute, hour or day of UTC.',
  valuesMap: {
    MINUTE: { description: 'One minute.' },
    HOUR: { description: 'One hour.' },
    DAY: { description: 'One day of UTC.' },
  },
});

@ArgsType()
export class AutomationStatsArgs {
  @Field(() => ID, {
    nullable: true,
    description: 'Only executions of this automation, deleted or not; all if omitted.',
  })
  automationId?: string | null;

  @Field(() => Date, { description: 'The start of the period.' })
  from!: Date;

  @Field(() => Date, {
    description: `The end of the period, after its start. INVALID_INPUT if the period has more than ${MAX_BUCKETS} buckets.`,
  })
  to!: Date;

  @Field(() => StatsBucketEnum, { description: 'The length of each bucket.' })
  bucket!: StatsBucketName;
}

@ObjectType('StatsBucketCount', { description: 'The executions of one bucket.' })
export class StatsBucketNode {
  @Field(() => Date, { description: 'When the bucket begins.' })
  at!: Date;

  @Field(() => Int, { description: 'Executions queued in this bucket.' })
  started!: number;

  @Field(() => Int, { description: 'How many of these are FAILED now.' })
  failed!: number;
}

@ObjectType('StepStats', { description: 'The executions that reached one action.' })
export class StepStatsNode {
  @Field({ description: "The action's name in the automation." })
  key!: string;

  @Field(() => Int, { description: 'How many executions reached it, including those waiting at it.' })
  reached!: number;

  @Field(() => Int, { description: 'How many executions succeeded at it.' })
  succeeded!: number;

  @Field(() => Int, { description: 'How many executions failed at it.' })
  failed!: number;

  @Field(() => Int, {
    description: 'How many executions wait at it: for its delay, its next attempt, or a free slot.',
  })
  waiting!: number;
}

@ObjectType('AutomationStats', {
  description: 'Executions counted by the time they were queued and by their current status.',
})
export class AutomationStatsNode {
  @Field(() => Int, { description: 'Executions queued in this period.' })
  started!: number;

  @Field(() => Int, { description: 'How many of these are SUCCEEDED.' })
  succeeded!: number;

  @Field(() => Int, { description: 'How many of these are FAILED.' })
  failed!: number;

  @Field(() => Int, { description: 'How many of these are CANCELLED.' })
  cancelled!: number;

  @ListOf(MAX_BUCKETS)
  @Field(() => [StatsBucketNode], { description: 'All buckets of the period in order, including empty ones.' })
  buckets!: StatsBucketNode[];

  @ListOf(MAX_STEPS)
  @Field(() => [StepStatsNode], {
    description: `The automation's actions, at most ${MAX_STEPS}: first those of the newest version that ran, then those that only older versions had. Empty without an automationId.`,
  })
  steps!: StepStatsNode[];
}

@ObjectType('ExecutionCounts', { description: 'The current numbers of executions in the workspace.' })
export class ExecutionCountsNode {
  @Field(() => Int, { description: 'Executions that are QUEUED.' })
  queued!: number;

  @Field(() => Int, { description: 'Executions that are RUNNING.' })
  running!: number;

  @Field(() => Int, { description: 'Executions that are SLEEPING.' })
  sleeping!: number;

  @Field(() => Int, { description: 'Executions that failed within the last 24 hours.' })
  failedLastDay!: number;

  @Field(() => Date, {
    nullable: true,
    description:
      'Since when the longest-waiting due execution (queued, or sleeping past its wake time) has been due; null if none is due.',
  })
  oldestDueAt!: Date | null;
}

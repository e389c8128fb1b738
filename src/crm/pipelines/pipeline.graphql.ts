import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/paging/connection.js';

@ObjectType({ description: 'A sequence of stages that orders pass through.' })
export class Pipeline {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  name!: string;

  @Field(() => Date, { description: 'When it was created.' })
  createdAt!: Date;
}

@ObjectType({ description: 'A stage of a pipeline.' })
export class Stage {
  @Field(() => ID, { description: 'UUID.' })
  id!: string;

  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  name!: string;

  @Field(() => Int, { description: 'Its position in the pipeline, from 0.' })
  position!: number;
}

@InputType({ description: 'A new pipeline.' })
export class CreatePipelineInput {
  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  name!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'The names of its stages in order, 1 to 50; a single stage "New" if omitted.',
  })
  stages?: string[] | null;
}

@InputType({ description: 'A stage of a pipeline: one it has, or a new one.' })
export class StageInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The stage; a new one if omitted. NOT_FOUND if the pipeline does not have it.',
  })
  id?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name, 1 to 200 characters; required for a new stage, unchanged if omitted.',
  })
  name?: string | null;
}

@InputType({ description: 'Changes of a pipeline; omitted fields stay the same.' })
export class UpdatePipelineInput {
  @Field(() => String, { nullable: true, description: 'Name, 1 to 200 characters.' })
  name?: string | null;

  @Field(() => [StageInput], {
    nullable: true,
    description:
      'All its stages in order, 1 to 50. A stage that is left out is deleted: CONFLICT if orders are at it, or an automation uses it.',
  })
  stages?: StageInput[] | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'One of the given stages: orders at stages that are left out move there, at most 1,000, as if they were moved one by one.',
  })
  moveOrdersTo?: string | null;
}

/** A page of pipelines. */
export const PipelineConnection = connectionOf(Pipeline);

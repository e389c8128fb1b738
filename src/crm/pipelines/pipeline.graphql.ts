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

/** A page of pipelines. */
export const PipelineConnection = connectionOf(Pipeline);

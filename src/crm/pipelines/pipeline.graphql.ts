import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/connection.js';

@ObjectType({ description: 'A row of stages that orders pass through.' })
export class Pipeline {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  name!: string;

  @Field(() => Date, { description: 'When it was created.' })
  createdAt!: Date;
}

@ObjectType({ description: 'One place of a pipeline.' })
export class Stage {
  @Field(() => ID, { description: 'UUID.' })
  id!: string;

  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  name!: string;

  @Field(() => Int, { description: 'Where in its pipeline it stands, from 0.' })
  position!: number;
}

@InputType({ description: 'A new pipeline.' })
export class CreatePipelineInput {
  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  name!: string;

  @Field(() => [String], { nullable: true, description: 'Names of its stages in their order, 1 to 50; one called "New" when not given.' })
  stages?: string[] | null;
}

/** A page of pipelines. */
export const PipelineConnection = connectionOf(Pipeline);

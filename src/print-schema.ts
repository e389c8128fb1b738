import { writeFile } from 'node:fs/promises';
import type { Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { AppModule } from './app.module.js';
import { Config } from './platform/config/config.js';
import { describeRoots, SCHEMA_OPTIONS, textOfSchema } from './platform/schema/schema-text.js';
import { DateTimeScalar } from './platform/schema/scalars.js';

/** All provider classes of the application, including resolvers; the preview instantiates none, so no database is needed. */
async function providedClasses(): Promise<Type[]> {
  const app = await NestFactory.createApplicationContext(AppModule.of(Config.from({})), {
    preview: true,
    logger: false,
  });
  const modules = [...app.get(ModulesContainer).values()];
  return modules
    .flatMap(({ providers }) => [...providers.values()].map(({ metatype }) => metatype as Type))
    .filter((each) => typeof each === 'function');
}

const builder = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
const schema = await builder
  .get(GraphQLSchemaFactory)
  .create(await providedClasses(), [DateTimeScalar], SCHEMA_OPTIONS);
await writeFile(new URL('../schema.graphql', import.meta.url), textOfSchema(describeRoots(schema)));

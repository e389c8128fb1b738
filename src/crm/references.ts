import { pipelineReference, stageReference } from './pipelines/pipelines.references.js';
import { tagReference } from './tags/tags.references.js';

/** Every kind of object that an automation may refer to by id. */
export const REFERENCES = [pipelineReference, stageReference, tagReference];

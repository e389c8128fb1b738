import type { Place } from '../pipelines/pipelines.service.js';

const isNamed = (name: string, wanted: string | undefined) =>
  wanted === undefined || name.trim().toLowerCase() === wanted.toLowerCase();

/**
 * The place of an order by the names of its pipeline and stage: the first stage of the pipeline if no stage is given, and the only pipeline
 * if none is given. Or why there is none.
 */
export function placeOf(
  places: readonly Place[],
  { pipeline, stage }: { pipeline?: string; stage?: string },
): Place | { mistake: string } {
  const inPipeline = places.filter(({ pipelineName }) => isNamed(pipelineName, pipeline));
  if (inPipeline.length === 0)
    return { mistake: pipeline ? `No pipeline is named "${pipeline}"` : 'There is no pipeline' };
  const fitting = inPipeline.filter(({ stageName }) => isNamed(stageName, stage));
  const [place] = fitting;
  if (!place) return { mistake: `No stage is named "${stage}"` };
  const pipelines = new Set(fitting.map(({ pipelineId }) => pipelineId));
  if (pipelines.size > 1)
    return { mistake: pipeline ? `Several pipelines are named "${pipeline}"` : 'In which pipeline? Several fit' };
  return place;
}

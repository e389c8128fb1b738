const actor = { type: 'system', id: null };

/** Creates workspaces, each with a key and the given automations; resolves with their ids, keys and contents. */
export async function makeWorkspaces({ get, load, unitOfWork }, { count, automations, pipeline = false }) {
  const tools = await toolsOf({ get, load, unitOfWork });
  const made = [];
  const lane = async () => {
    while (made.length < count) {
      const place = made.push(null) - 1;
      made[place] = await makeWorkspace(tools, { automations, pipeline });
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return made;
}

async function toolsOf({ get, load, unitOfWork }) {
  const [{ AutomationsService }, { ApiKeys }, { Database }, { PipelinesService }, { outside }, { newId }] =
    await Promise.all(
      [
        'automations/editing/automations.service',
        'platform/api-keys/api-keys.service',
        'platform/database/database',
        'crm/pipelines/pipelines.service',
        'platform/events/origin',
        'kernel/ids',
      ].map(load),
    );
  const within = (workspaceId, body) => unitOfWork.run(outside(workspaceId, actor), body);
  return {
    automations: get(AutomationsService),
    keys: get(ApiKeys),
    database: get(Database),
    pipelines: get(PipelinesService),
    ApiKeys,
    within,
    newId,
  };
}

async function makeWorkspace(
  { automations: service, keys, database, pipelines, ApiKeys, within, newId },
  { automations, pipeline },
) {
  const id = newId();
  await database.query(`INSERT INTO workspace (id, name) VALUES ($1, 'Bench')`, [id]);
  const key = ApiKeys.generate();
  await keys.keep(id, key, { name: 'Bench', role: 'admin' });
  for (const input of automations) await within(id, (work) => service.create(work, input));
  if (!pipeline) return { id, key };
  const { id: pipelineId } = await within(id, (work) =>
    pipelines.create(work, { name: 'Sales', stages: ['Open', 'Won'] }),
  );
  const stages = await database.query(
    `SELECT id FROM stage WHERE workspace_id = $1 AND pipeline_id = $2 ORDER BY position`,
    [id, pipelineId],
  );
  return { id, key, pipelineId, stageIds: stages.map((stage) => stage.id) };
}

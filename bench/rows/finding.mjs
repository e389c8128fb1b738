import { randomUUID } from 'node:crypto';
import { growLargeCrm, listsOfLargeCrm } from '../../test/support/large-crm.mjs';
import { inTurns } from '../support/in-turns.mjs';

/** The fields of a row of each list, as the console shows it. */
const FIELDS = {
  contacts: ['ContactFilter', 'ContactOrder', 'id name phone email createdAt tags { id name color }'],
  orders: ['OrderFilter', 'OrderOrder', 'id name value createdAt stage { name } contact { name }'],
  tasks: ['TaskFilter', 'TaskOrder', 'id title status priority dueAt contact { name } order { name }'],
};

const queryOf = (list) => {
  const [filter, order, fields] = FIELDS[list];
  return `query ($first: Int, $last: Int, $after: String, $before: String, $filter: ${filter}, $orderBy: [${order}!]) {
    ${list}(first: $first, last: $last, after: $after, before: $before, filter: $filter, orderBy: $orderBy) {
      edges { cursor node { ${fields} } } pageInfo { hasNextPage endCursor } } }`;
};

async function play(stage, { size, environment = {} }) {
  const count = size === 'short' ? 100_000 : 1_000_000;
  const database = await stage.database('finding');
  const api = await stage.ours(database, environment);
  const url = await api.call('url');
  const [{ id: workspaceId, key }] = await api.call('makeWorkspaces', { count: 1, automations: [] });
  const [pipelineId, stageId, rareStageId, tagId, rareTagId] = Array.from({ length: 5 }, () => randomUUID());
  const crm = { workspaceId, pipelineId, stageId, rareStageId, tagId, rareTagId, count };
  const began = performance.now();
  await growLargeCrm((text, values) => stage.query(database.name, text, values), crm);
  const seconds = (performance.now() - began) / 1_000;
  await stage.settle();

  const figures = { 'seconds to insert them': seconds };
  const ratios = {};
  for (const [list, pages] of Object.entries(listsOfLargeCrm(crm))) {
    const query = queryOf(list);
    for (const [what, variables] of Object.entries({ ...pages, all: {} })) {
      const [newest, found] = await inTurns(url, [
        [key, query, { first: 20 }],
        [key, query, variables.last ? variables : { first: 20, ...variables }],
      ]);
      figures[`${list}: ${what}, ms`] = found;
      ratios[`${list}: ${what}`] = found / newest;
    }
  }
  const slowestFirst = Object.entries(ratios).sort(([, one], [, other]) => other - one);
  return {
    ...figures,
    'worst page / newest first': slowestFirst[0][1],
    note: slowestFirst.map(([what, ratio]) => `${what} ${ratio.toFixed(2)}`).join(', '),
  };
}

/** Filtered, ordered and deep pages compared with the newest-first page of the same list, over HTTP. */
export const findingRow = {
  name: 'finding',
  title: 'Pages of 1,000,000 contacts, orders and tasks by filter and order against the newest-first page',
  play,
};

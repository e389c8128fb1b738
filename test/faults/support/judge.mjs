import { v5 as uuidv5 } from 'uuid';
import { JUDGEMENTS } from './judgements.mjs';

const STEPS = `SELECT s.execution_id AS "executionId", s.index, e.retries, s.action_type AS "actionType", s.status FROM step s JOIN execution e ON e.id = s.execution_id
  WHERE s.action_type = 'webhook' OR s.action_type LIKE 'send_whatsapp%'`;

/** Counts, past all of the product's code, what is lost, what happened twice and what is stuck. */
export async function judge({ query, outside, load }) {
  const findings = { lost: [], duplicated: [], stuck: [], broken: [] };
  for (const { verdict, what, sql } of JUDGEMENTS) {
    const values = sql.includes('$1') ? [load.acknowledged] : [];
    for (const row of await query(sql, values)) findings[verdict].push({ what, ...row });
  }
  judgeOutside(await query(STEPS), outside.received(), findings);
  const [counts] = await query(COUNTS);
  return { findings, ...counts };
}

const COUNTS = `
  SELECT (SELECT count(*)::int FROM execution) AS executions, (SELECT count(*)::int FROM event) AS events,
    (SELECT count(*)::int FROM execution WHERE error ->> 'code' = 'UNKNOWN_OUTCOME') AS unknown,
    (SELECT coalesce(max(running), 0)::int FROM judge_peak) AS "peakPerWorkspace",
    (SELECT coalesce(max(crashes), 0)::int FROM execution) AS "mostCrashes"`;

function judgeOutside(steps, received, { lost, duplicated, broken }) {
  const times = new Map();
  const keyOfMarker = new Map();
  for (const { kind, key, marker } of received) {
    times.set(key, (times.get(key) ?? 0) + 1);
    if (kind !== 'webhook') continue;
    if ((keyOfMarker.get(marker) ?? key) !== key) duplicated.push({ what: 'a webhook under two ids', marker });
    keyOfMarker.set(marker, key);
  }
  const known = new Set();
  for (const { executionId, index, retries, actionType, status } of steps) {
    const key = uuidv5(`${index}/${retries}`, executionId);
    known.add(key);
    const sent = times.get(key) ?? 0;
    if (status === 'SUCCEEDED' && sent === 0) lost.push({ what: `${actionType} recorded, never sent`, executionId, index });
    if (actionType !== 'webhook' && sent > 1) duplicated.push({ what: `a message sent ${sent} times`, executionId, index });
  }
  for (const key of times.keys()) if (!known.has(key)) broken.push({ what: 'sent without a step', key });
}

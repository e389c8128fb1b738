import { v5 as uuidv5 } from 'uuid';
import { JUDGEMENTS } from './judgements.mjs';

const STEPS = `SELECT s.execution_id AS "executionId", s.index, e.retries, s.action_type AS "actionType", s.status FROM step s JOIN execution e ON e.id = s.execution_id
  WHERE s.action_type = 'webhook' OR s.action_type LIKE 'send_whatsapp%'`;

/** Counts what is lost, duplicated or stuck, without using any of the product's code. */
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

function judgeOutside(steps, received, findings) {
  const times = timesSent(received, findings);
  const known = new Set();
  for (const step of steps) {
    const key = uuidv5(`${step.index}/${step.retries}`, step.executionId);
    known.add(key);
    judgeStep(step, times.get(key) ?? 0, findings);
  }
  for (const key of times.keys()) if (!known.has(key)) findings.broken.push({ what: 'sent without a step', key });
}

function judgeStep({ executionId, index, actionType, status }, sent, { lost, duplicated }) {
  if (status === 'SUCCEEDED' && sent === 0)
    lost.push({ what: `${actionType} recorded, never sent`, executionId, index });
  if (actionType !== 'webhook' && sent > 1)
    duplicated.push({ what: `a message sent ${sent} times`, executionId, index });
}

/** The number of requests per key; the same content with two keys is a duplicate that the receiver could not detect. */
function timesSent(received, { duplicated }) {
  const times = new Map();
  const keyOf = new Map();
  for (const { kind, key, marker } of received) {
    times.set(key, (times.get(key) ?? 0) + 1);
    if (kind !== 'webhook') continue;
    if ((keyOf.get(marker) ?? key) !== key) duplicated.push({ what: 'a webhook under two ids', marker });
    keyOf.set(marker, key);
  }
  return times;
}

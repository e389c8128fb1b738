import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { ApiKeys } from '../../platform/auth/api-keys.service.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { outside } from '../../platform/events/origin.js';
import { DemoContent } from './demo-content.service.js';

const DEMO_ID = '01900000-0000-7000-8000-000000000001';

const CREATE = `INSERT INTO workspace (id, name) VALUES ($1, 'Demo') ON CONFLICT (id) DO NOTHING RETURNING id`;

// An order that is not won yet and the stage that wins it; once all are won, one to move back.
const SUGGESTION = `
  SELECT o.id AS "orderId", o.name AS "orderName", s.id AS "stageId", s.name AS "stageName"
  FROM "order" o JOIN stage s ON s.workspace_id = o.workspace_id AND s.pipeline_id = o.pipeline_id AND s.id <> o.stage_id
  WHERE o.workspace_id = $1 ORDER BY s.name = 'Won' DESC, o.value > 100 DESC, o.id, s.position LIMIT 1`;

type Suggestion = { orderId: string; orderName: string; stageId: string; stageName: string };

/** A workspace to try things in: made at the first start, shown at each. */
@Injectable()
export class DemoWorkspace {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ApiKeys,
    private readonly content: DemoContent,
  ) {}

  /** Makes the workspace where it is missing and tells, on standard output, how to try it. Does nothing in production. */
  async introduce(url: string): Promise<void> {
    if (!this.config.demo) return;
    await this.unitOfWork.run(outside(DEMO_ID, { type: 'system', id: null }), async (work) => {
      const [created] = await work.query(CREATE, [DEMO_ID]);
      if (created) await this.content.fill(work);
    });
    const key = this.config.env.BOOTSTRAP_API_KEY ?? (await this.keptKey());
    await this.keys.keep(DEMO_ID, key, { name: 'Demo', role: 'admin' });
    const [suggestion] = await this.database.query<Suggestion>(SUGGESTION, [DEMO_ID]);
    console.log(introduction({ url, key, graphiql: this.config.graphiql, suggestion }));
  }

  // The database keeps a hash only; the demo's own key is kept in a file that only this user reads.
  private async keptKey(): Promise<string> {
    const folder = this.config.env.DATA_DIR;
    const file = join(folder, 'demo-api-key');
    try {
      return (await readFile(file, 'utf8')).trim();
    } catch {
      const key = ApiKeys.generate();
      await mkdir(folder, { recursive: true });
      await writeFile(file, `${key}\n`, { mode: 0o600 });
      return key;
    }
  }
}

function introduction({ url, key, graphiql, suggestion }: { url: string; key: string; graphiql: boolean; suggestion?: Suggestion }): string {
  const move = suggestion && { query: `mutation { moveOrder(id: "${suggestion.orderId}", stageId: "${suggestion.stageId}") { id stage { name } } }` };
  return [
    '',
    ...(graphiql ? [`GraphiQL  ${url}/graphiql`] : []),
    `API key   ${key}`,
    ...(move ? ['', `Move the order "${suggestion.orderName}" to ${suggestion.stageName}:`, '', `curl -s ${url}/graphql -H 'authorization: Bearer ${key}' -H 'content-type: application/json' -d '${JSON.stringify(move)}'`] : []),
    '',
  ].join('\n');
}

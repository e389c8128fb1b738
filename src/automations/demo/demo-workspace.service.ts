import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { ApiKeys } from '../../platform/api-keys/api-keys.service.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { SignInLink } from '../../platform/console/sign-in-link.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { outside } from '../../platform/events/origin.js';
import { DemoContent } from './demo-content.service.js';

const DEMO_ID = '01900000-0000-7000-8000-000000000001';

const CREATE = `INSERT INTO workspace (id, name) VALUES ($1, 'Demo') ON CONFLICT (id) DO NOTHING RETURNING id`;

// An order that is not won yet and its winning stage; if all are won, one to move back.
const SUGGESTION = `
  SELECT o.id AS "orderId", o.name AS "orderName", s.id AS "stageId", s.name AS "stageName"
  FROM "order" o JOIN stage s ON s.workspace_id = o.workspace_id AND s.pipeline_id = o.pipeline_id AND s.id <> o.stage_id
  WHERE o.workspace_id = $1 ORDER BY s.name = 'Won' DESC, o.value > 100 DESC, o.id, s.position LIMIT 1`;

type Suggestion = { orderId: string; orderName: string; stageId: string; stageName: string };

/** A demo workspace: created at the first start, introduced at every start. */
@Injectable()
export class DemoWorkspace {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ApiKeys,
    private readonly content: DemoContent,
    private readonly link: SignInLink,
  ) {}

  /** Creates the workspace if it is missing and prints how to try it. Does nothing in production. */
  async introduce(url: string): Promise<void> {
    if (!this.config.demo) return;
    await this.unitOfWork.run(outside(DEMO_ID, { type: 'system', id: null }), async (work) => {
      const [created] = await work.query(CREATE, [DEMO_ID]);
      if (created) await this.content.fill(work);
    });
    const key = this.config.env.BOOTSTRAP_API_KEY ?? (await this.keptKey());
    await this.keys.keep(DEMO_ID, key, { name: 'Demo', role: 'admin' });
    const link = this.config.servesConsole
      ? `${url}${this.config.env.PUBLIC_PATH}#code=${this.link.make(key)}`
      : undefined;
    const [suggestion] = await this.database.query<Suggestion>(SUGGESTION, [DEMO_ID]);
    console.log(introduction({ url, key, link, graphiql: this.config.graphiql, suggestion }));
  }

  // The database stores only a hash; the demo's key is in a file that only this user can read.
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

type Introduction = { url: string; key: string; link?: string; graphiql: boolean; suggestion?: Suggestion };

function introduction({ url, key, link, graphiql, suggestion }: Introduction): string {
  const move = suggestion && {
    query: `mutation { moveOrder(id: "${suggestion.orderId}", stageId: "${suggestion.stageId}") { id stage { name } } }`,
  };
  return [
    '',
    ...(link
      ? [`Console   ${link}`, '          (signs you in once, within 15 minutes; the key below does so always)', '']
      : []),
    ...(graphiql ? [`GraphiQL  ${url}/graphiql`] : []),
    `API key   ${key}`,
    ...(move
      ? [
          '',
          `Move the order "${suggestion.orderName}" to ${suggestion.stageName}:`,
          '',
          `curl -s ${url}/graphql -H 'authorization: Bearer ${key}' -H 'content-type: application/json' -d '${JSON.stringify(move)}'`,
        ]
      : []),
    '',
  ].join('\n');
}

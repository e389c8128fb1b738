import { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { coerceInputValue, type GraphQLInputObjectType } from 'graphql';
import type {} from 'mercurius';
import { invalidInput, type Mistake } from '../../kernel/errors.js';
import type { JsonObject } from '../../kernel/json.js';
import { recordInAudit } from '../../platform/audit/audit-log.js';
import { BearerDoor } from '../../platform/auth/bearer-door.js';
import type { Reader } from '../../platform/database/reader.js';
import { originOf } from '../../platform/requester/requester.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { Exports } from './exports.service.js';

type Asked = { Querystring: { filter?: string } };
/** The input type of each list's filter. */
const FILTERS = { contact: 'ContactFilter', order: 'OrderFilter' } as const;
type Exported = keyof typeof FILTERS;
type FileOf = (reader: Reader, filter: JsonObject | null) => AsyncGenerator<string>;

/** GET /exports/contacts.csv and orders.csv, for admins: personal data of everybody leaves in one file, which the audit records. */
@Injectable()
export class ExportRoutes implements OnModuleInit {
  constructor(
    private readonly door: BearerDoor,
    private readonly exports: Exports,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    const files: Record<Exported, FileOf> = {
      contact: (reader, filter) => this.exports.contactsFile(reader, filter),
      order: (reader, filter) => this.exports.ordersFile(reader, filter),
    };
    this.door.open('admin', (routes) => {
      for (const [of, fileOf] of Object.entries(files) as [Exported, FileOf][])
        routes.get<Asked>(`/exports/${of}s.csv`, (request, reply) => this.send(request, reply, { of, fileOf }));
    });
  }

  private async send(
    request: FastifyRequest<Asked>,
    reply: FastifyReply,
    { of, fileOf }: { of: Exported; fileOf: FileOf },
  ): Promise<FastifyReply> {
    const origin = originOf(this.door.principalOf(request));
    const { schema } = request.server.graphql;
    const filter = filterIn(request.query.filter, schema.getType(FILTERS[of]) as GraphQLInputObjectType);
    const file = fileOf(this.unitOfWork.reader(origin.workspaceId), filter);
    // A mistake in the filter is answered before the file begins.
    const first = (await file.next()).value as string | undefined;
    await this.unitOfWork.run(origin, (work) => recordInAudit(work, { action: `${of}.exported` }));
    reply.header('content-type', 'text/csv; charset=utf-8').header('cache-control', 'no-store');
    reply.header('content-disposition', `attachment; filename="${of}s.csv"`);
    return reply.send(Readable.from(whole(first ?? '', file)));
  }
}

async function* whole(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

/** The filter in JSON, read as the argument of the list is. INVALID_INPUT with each mistake. */
function filterIn(text: string | undefined, type: GraphQLInputObjectType): JsonObject | null {
  if (!text) return null;
  const mistakes: Mistake[] = [];
  const filter: unknown = coerceInputValue(jsonIn(text), type, (path, _, { message }) =>
    mistakes.push({ path: ['filter', ...path], message }),
  );
  if (mistakes.length > 0) throw invalidInput(mistakes);
  return filter as JsonObject | null;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidInput([{ path: ['filter'], message: 'Expected a JSON object, as the list takes it' }]);
  }
}

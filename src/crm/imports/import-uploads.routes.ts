import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/errors.js';
import type { Json } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { BearerDoor } from '../../platform/auth/bearer-door.js';
import { BulkSources, type Source } from '../../platform/bulk/bulk-sources.service.js';
import { originOf } from '../../platform/requester/requester.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import type { Work } from '../../platform/work/work.js';
import { tableOfCsv } from './import-table.js';

const MAX_NAME = 200;

type Upload = { Querystring: { name?: string }; Body: AsyncIterable<Uint8Array> };

/** POST /imports takes a CSV file, as it comes, and answers the id with which it is imported. */
@Injectable()
export class ImportUploadRoutes implements OnModuleInit {
  constructor(
    private readonly door: BearerDoor,
    private readonly sources: BulkSources,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.door.open('editor', (routes) => {
      routes.removeAllContentTypeParsers();
      routes.addContentTypeParser('*', (_request, body, done) => done(null, body));
      routes.post<Upload>('/imports', { bodyLimit: LIMITS.maxImportBytes }, (request, reply) =>
        this.receive(request, reply),
      );
    });
  }

  private async receive(
    request: FastifyRequest<Upload>,
    reply: FastifyReply,
  ): Promise<Omit<Source, 'parts'> & { rows: number; sample: Json[] }> {
    const origin = originOf(this.door.principalOf(request));
    if (Number(request.headers['content-length']) > LIMITS.maxImportBytes)
      throw new DomainError('INVALID_INPUT', `A file has at most ${LIMITS.maxImportBytes / 1024 ** 2} MiB`);
    await this.sources.assertRoom(this.unitOfWork.reader(origin.workspaceId));
    const within = <T>(body: (work: Work) => Promise<T>) => this.unitOfWork.run(origin, body);
    const name = request.query.name?.toWellFormed().replaceAll('\0', '').slice(0, MAX_NAME) || null;
    const { parts, ...source } = await this.sources.store(within, { name, ...tableOfCsv(request.body ?? []) });
    const sample = await this.sources.firstParts(this.unitOfWork.reader(origin.workspaceId), source.id, 3);
    reply.code(201);
    return { ...source, rows: parts, sample };
  }
}

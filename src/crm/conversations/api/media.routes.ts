import { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IllegalStateError, notFound } from '../../../kernel/errors.js';
import { idOf } from '../../../kernel/checks/checks.js';
import { BearerDoor } from '../../../platform/auth/bearer-door.js';
import type { Reader } from '../../../platform/database/reader.js';
import { UnitOfWork } from '../../../platform/work/unit-of-work.js';
import { WhatsAppAccounts } from '../accounts/whatsapp-accounts.service.js';
import { CloudReader, told } from '../cloud/cloud-reader.js';
import { messagesByIds } from '../conversations.loaders.js';
import { mediaOf, type MessageMedia } from './message-media.js';

/** Meta's own limit for documents, the largest files. */
const MAX_BYTES = 100 * 1024 * 1024;

/** What a browser may show; anything else is only downloaded, whatever its sender calls it. */
const SHOWN = /^(image\/(jpeg|png|webp|gif)|audio\/(aac|amr|mpeg|mp4|ogg)|video\/(mp4|3gpp)|application\/pdf)$/;

type Asked = { Params: { messageId: string } };

/** GET /media/<message id>: the file that a contact sent, read from Meta with the workspace's account. */
@Injectable()
export class MediaRoutes implements OnModuleInit {
  constructor(
    private readonly door: BearerDoor,
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: WhatsAppAccounts,
    private readonly cloud: CloudReader,
  ) {}

  onModuleInit(): void {
    this.door.open('viewer', (routes) => {
      routes.get<Asked>('/media/:messageId', (request, reply) => this.send(request, reply));
    });
  }

  private async send(request: FastifyRequest<Asked>, reply: FastifyReply): Promise<FastifyReply> {
    const { workspaceId } = this.door.principalOf(request);
    const media = await receivedFile(this.unitOfWork.reader(workspaceId), request.params.messageId);
    const account = await this.accounts.readable(workspaceId);
    if (!account) throw new IllegalStateError('NO_ACCOUNT', 'Connect WhatsApp to read the files that were sent');

    const file = await this.cloud.file(account, media.providerMediaId).catch((error: unknown) => {
      throw told(error);
    });
    const [type = ''] = (file.mimeType ?? media.mimeType ?? '').toLowerCase().split(/[;\s]/);
    const isShown = SHOWN.test(type);
    reply.header('content-type', isShown ? type : 'application/octet-stream');
    reply.header('content-disposition', `${isShown ? 'inline' : 'attachment'}${nameOf(media)}`);
    reply.header('x-content-type-options', 'nosniff').header('content-security-policy', "default-src 'none'; sandbox");
    reply.header('cache-control', 'private, max-age=3600');
    if (file.length !== null) reply.header('content-length', file.length);
    return reply.send(Readable.from(limited(file.body)));
  }
}

async function receivedFile(reader: Reader, given: string): Promise<MessageMedia & { providerMediaId: string }> {
  const id = idOf('message', given);
  const [message] = await messagesByIds(reader, [id]);
  const media = message && mediaOf(message);
  if (!media?.providerMediaId) throw notFound('received file of a message', id);
  return { ...media, providerMediaId: media.providerMediaId };
}

const nameOf = ({ filename }: MessageMedia) => (filename ? `; filename*=UTF-8''${encodeURIComponent(filename)}` : '');

async function* limited(body: Readable): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error('The file is larger than WhatsApp allows');
    yield chunk;
  }
}

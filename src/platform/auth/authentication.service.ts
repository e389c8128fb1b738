import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { RequestLoaders } from '../graphql/request-loaders.js';
import { ApiKeys } from './api-keys.service.js';
import { originOf, type Requester } from './requester.js';

/** Finds out who asks, from the key alone. */
@Injectable()
export class Authentication {
  constructor(
    private readonly keys: ApiKeys,
    private readonly database: Database,
  ) {}

  /** The context of one request; without a requester when there is no valid key, which the guard then refuses. */
  async ofRequest(authorization: string | undefined, isMutation: boolean): Promise<{ requester?: Requester }> {
    return { requester: await this.requester(authorization, !isMutation) };
  }

  /** The context of a socket, or false for one without a valid key. */
  async ofSocket(authorization: string | undefined): Promise<{ requester: Requester } | false> {
    const requester = await this.requester(authorization, false);
    return requester ? { requester } : false;
  }

  private async requester(authorization: string | undefined, remember: boolean): Promise<Requester | undefined> {
    const key = /^Bearer (\S{1,512})$/i.exec(authorization ?? '')?.[1];
    const principal = key && (await this.keys.authenticate(key));
    if (!principal) return undefined;
    const reader = this.database.reader(principal.workspaceId);
    return { principal, workspaceId: principal.workspaceId, origin: originOf(principal), reader, loaders: new RequestLoaders(reader, remember) };
  }
}

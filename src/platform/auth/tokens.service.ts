import { readFile } from 'node:fs/promises';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { storable } from '../../kernel/checks/checks.js';
import { toId, uuid } from '../../kernel/ids.js';
import { Config, ConfigError } from '../config/config.js';
import { Database } from '../database/database.js';
import { SEE_PERSON } from '../members/members.statements.js';
import { ROLES, type Principal } from '../requester/requester.js';

/** Only asymmetric signatures: shared secrets and unsigned tokens are rejected. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 5;
const MAX_NAME = 200;

const claims = z.object({
  sub: z.string().min(1).refine(storable),
  exp: z.number(),
  workspace_id: uuid,
  role: z.enum(ROLES),
  name: z.string().refine(storable).optional().catch(undefined),
});

/** Authenticates people by JSON Web Tokens of one issuer; the claims `workspace_id` and `role` give workspace and role. */
@Injectable()
export class Tokens implements OnModuleInit {
  private readonly log = new Logger(Tokens.name);
  private keys: JWTVerifyGetKey | undefined;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  async onModuleInit(): Promise<void> {
    const { JWT_JWKS: at } = this.config.env;
    if (at) this.keys = /^https?:/.test(at) ? createRemoteJWKSet(new URL(at)) : createLocalJWKSet(await keysOf(at));
  }

  /** Whether a credential looks like a token and tokens are configured. */
  takes(credential: string): boolean {
    return this.keys !== undefined && /^ey[\w-]*\.[\w-]+\.[\w-]+$/.test(credential);
  }

  /** The principal of a token; undefined if it is expired, has another issuer or audience, or names an unknown workspace. */
  async authenticate(token: string): Promise<Principal | undefined> {
    const read = claims.safeParse(await this.verified(token));
    if (!read.success) return undefined;
    const { sub, exp, workspace_id: workspaceId, role, name } = read.data;
    const id = toId(sub) ?? uuidv5(`${this.config.env.JWT_ISSUER} ${sub}`, uuidv5.URL);
    const shown = (name ?? sub).slice(0, MAX_NAME).toWellFormed();
    const person = [workspaceId, id, sub.length <= MAX_NAME ? sub : null, shown];
    const [workspace] = await this.database.query<Pick<Principal, 'requestsPerMinute'>>(SEE_PERSON, person);
    if (!workspace) return undefined;
    return {
      workspaceId,
      role,
      actor: { type: 'user', id, name: shown },
      expiresAt: new Date(exp * 1_000),
      requestsPerMinute: workspace.requestsPerMinute,
    };
  }

  private async verified(token: string): Promise<unknown> {
    const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = this.config.env;
    try {
      const options = { issuer, audience, algorithms: ALGORITHMS, clockTolerance: CLOCK_TOLERANCE_SECONDS };
      return (await jwtVerify(token, this.keys!, options)).payload;
    } catch (error) {
      // The caller is told nothing; only an unavailable key set concerns the operator.
      if (!(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout)
        this.log.error({ msg: 'The keys of JWT_JWKS cannot be loaded', err: error });
      return undefined;
    }
  }
}

async function keysOf(file: string): Promise<JSONWebKeySet> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as JSONWebKeySet;
  } catch (error) {
    throw new ConfigError(`JWT_JWKS: ${file} cannot be read as a JSON Web Key Set: ${(error as Error).message}`);
  }
}

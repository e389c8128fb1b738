import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import {
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { handleProtocols, makeServer, type Context, type SubscribePayload } from 'graphql-ws';
import type { Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { DomainError } from '../../kernel/errors.js';
import { LIMITS } from '../../kernel/limits.js';
import { Authentication } from '../auth/authentication.service.js';
import { SocketRegistry } from '../api-keys/socket-registry.service.js';
import { RateLimit, RateLimitedError } from '../auth/rate-limit.service.js';
import type { Principal, Requester } from '../requester/requester.js';
import { Config } from '../config/config.js';
import { withoutPrefix } from '../http/without-prefix.js';
import { publicError } from './error-formatter.js';
import { AnswerBudget } from '../query-limits/query-budget.js';
import { assertAffordable } from '../query-limits/query-cost.js';
import { assertWithinLimits, PARSE_OPTIONS } from '../query-limits/query-limits.js';
import { link } from './socket-link.js';

type Params = Record<string, unknown>;
/** Data stored with a socket. */
type Kept = Extra & { principal?: Principal } & Record<PropertyKey, unknown>;
type Connection = Context<Params, Kept>;
type Told = { requester: Requester };

const GOING_AWAY = 1001;
const PATIENCE_MS = 1_000;

/**
 * Subscriptions over WebSocket on /graphql, with the protocol graphql-transport-ws. Only the first message authenticates the
 * caller, so cookies and the Origin header have no effect. Queries and mutations are rejected.
 */
@Injectable()
export class GraphQLSocket implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.maxSocketMessageBytes,
    perMessageDeflate: false,
    handleProtocols,
  });
  private readonly protocol = makeServer<Params, Kept>({
    connectionInitWaitTimeout: LIMITS.socketInitTimeoutMs,
    onConnect: (connection) => this.connect(connection),
    onSubscribe: (connection, _id, payload) => this.subscribe(connection, payload),
    onNext: (...[, , , { contextValue }, result]) => this.told(result, (contextValue as Told).requester.budget),
    onError: (...[, , , errors]) => errors.map((error) => this.refusal(error)),
  });

  constructor(
    private readonly config: Config,
    private readonly host: HttpAdapterHost,
    private readonly authentication: Authentication,
    private readonly rate: RateLimit,
    private readonly sockets: SocketRegistry,
  ) {}

  onApplicationBootstrap(): void {
    this.http.on('upgrade', this.upgrade);
    // @fastify/websocket stores its server here too; the metrics count its clients.
    Object.assign(this.host.httpAdapter.getInstance<object>(), { websocketServer: this.server });
  }

  async onModuleDestroy(): Promise<void> {
    this.http.off('upgrade', this.upgrade);
    const open = [...this.server.clients];
    const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of open) socket.close(GOING_AWAY, 'Going away');
    const patience = setTimeout(() => open.forEach((socket) => socket.terminate()), PATIENCE_MS);
    await Promise.all(closed);
    clearTimeout(patience);
  }

  private readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => undefined);
    if (withoutPrefix(request.url ?? '', this.config.env.PUBLIC_PATH).split('?')[0] !== '/graphql')
      return void socket.destroy();
    this.server.handleUpgrade(request, socket, head, (upgraded) => link(this.protocol, upgraded, request));
  };

  private async connect({ connectionParams, extra }: Connection): Promise<boolean> {
    const principal = await this.authentication.principalOf(
      connectionParams?.authorization ?? connectionParams?.Authorization,
    );
    try {
      await (principal ? this.rate.ofPrincipal(principal) : this.rate.ofStranger(extra.request));
    } catch (error) {
      if (error instanceof RateLimitedError) return false;
      throw error;
    }
    if (!principal) return false;
    extra.principal = principal;
    const release = this.sockets.add(principal, extra.socket);
    if (extra.socket.readyState === extra.socket.OPEN) extra.socket.once('close', release);
    else release();
    return true;
  }

  private async subscribe(
    { extra, subscriptions }: Connection,
    payload: SubscribePayload,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> {
    try {
      const principal = extra.principal!;
      await this.rate.ofPrincipal(principal);
      if (Object.keys(subscriptions).length > LIMITS.maxSubscriptionsPerSocket)
        throw new DomainError('CONFLICT', TOO_MANY);
      // Each subscription has its own answer budget.
      return this.checked(
        payload,
        this.authentication.requesterOf(principal, false, new AnswerBudget(LIMITS.maxSocketAnswerBytes)),
      );
    } catch (error) {
      if (Array.isArray(error)) return error as GraphQLError[];
      return [
        error instanceof GraphQLError
          ? error
          : new GraphQLError((error as Error).message, { originalError: error as Error }),
      ];
    }
  }

  /** Throws a GraphQLError, a list of them, or a DomainError. */
  private checked({ query, variables, operationName }: SubscribePayload, requester: Requester): ExecutionArgs {
    const document = parse(query, PARSE_OPTIONS);
    assertWithinLimits(document);
    const mistakes = validate(this.schema, document);
    // graphql-ws sends a list of errors as it is.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    if (mistakes.length > 0) throw mistakes;
    refuseUnlessSubscription(getOperationAST(document, operationName)?.operation);
    assertAffordable(this.schema, document, variables);
    return { schema: this.schema, document, variableValues: variables, operationName, contextValue: { requester } };
  }

  /** The public form of an answer: errors without secrets, and only the refusal if the budget was exceeded. */
  private told(result: ExecutionResult, { refusal }: AnswerBudget): ExecutionResult | undefined {
    if (refusal) return { data: null, errors: [this.refusal(refusal)] } as unknown as ExecutionResult;
    return (
      result.errors &&
      ({ ...result, errors: result.errors.map((error) => this.refusal(error)) } as unknown as ExecutionResult)
    );
  }

  private refusal(error: GraphQLError) {
    return publicError(error, this.config.graphiql).toJSON();
  }

  private get schema(): GraphQLSchema {
    return (
      this.host.httpAdapter.getInstance<FastifyInstance>() as FastifyInstance & { graphql: { schema: GraphQLSchema } }
    ).graphql.schema;
  }

  private get http(): Server {
    return this.host.httpAdapter.getHttpServer() as Server;
  }
}

const TOO_MANY = `At most ${LIMITS.maxSubscriptionsPerSocket} subscriptions at once over one socket`;

function refuseUnlessSubscription(operation: string | undefined): void {
  if (operation === 'subscription') return;
  const message = `Invalid operation: ${operation ?? 'none of that name'}. This socket is for subscriptions: send queries and mutations over HTTP`;
  throw new DomainError('INVALID_INPUT', message, [{ path: ['query'], message }]);
}

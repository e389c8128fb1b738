import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { getOperationAST, GraphQLError, parse, validate, type ExecutionArgs, type GraphQLSchema } from 'graphql';
import { handleProtocols, makeServer, type Context, type SubscribePayload } from 'graphql-ws';
import type { Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { DomainError } from '../../kernel/errors.js';
import { LIMITS } from '../../kernel/limits.js';
import { Authentication } from '../auth/authentication.service.js';
import { SocketRegistry } from '../auth/socket-registry.service.js';
import { RateLimit, RateLimitedError } from '../auth/rate-limit.service.js';
import type { Requester } from '../auth/requester.js';
import { Config } from '../config/config.js';
import { publicError } from './error-formatter.js';
import { assertAffordable } from './query-cost.js';
import { assertWithinLimits, PARSE_OPTIONS } from './query-limits.js';
import { link } from './socket-link.js';

type Params = Record<string, unknown>;
/** What is kept with a socket. */
type Kept = Extra & { requester?: Requester } & Record<PropertyKey, unknown>;
type Connection = Context<Params, Kept>;

const GOING_AWAY = 1001;
const PATIENCE_MS = 1_000;

/**
 * Subscriptions over WebSocket on /graphql, by the protocol graphql-transport-ws. Who asks is known from the first
 * message alone, so no page's cookie and no Origin means anything; queries and mutations are refused.
 */
@Injectable()
export class GraphQLSocket implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: LIMITS.maxSocketMessageBytes, perMessageDeflate: false, handleProtocols });
  private readonly protocol = makeServer<Params, Kept>({
    connectionInitWaitTimeout: LIMITS.socketInitTimeoutMs,
    onConnect: (connection) => this.connect(connection),
    onSubscribe: (connection, _id, payload) => this.subscribe(connection, payload),
    onNext: (...[, , , , result]) => (result.errors ? { ...result, errors: result.errors.map((error) => this.refusal(error)) } : undefined),
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
    // Where @fastify/websocket keeps its own: the metrics count its clients.
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
    if (request.url?.split('?')[0] !== '/graphql') return void socket.destroy();
    this.server.handleUpgrade(request, socket, head, (upgraded) => link(this.protocol, upgraded, request));
  };

  private async connect({ connectionParams, extra }: Connection): Promise<boolean> {
    const principal = await this.authentication.principalOf(connectionParams?.authorization ?? connectionParams?.Authorization);
    try {
      await (principal ? this.rate.ofPrincipal(principal) : this.rate.ofStranger(extra.request));
    } catch (error) {
      if (error instanceof RateLimitedError) return false;
      throw error;
    }
    if (!principal) return false;
    extra.requester = this.authentication.requesterOf(principal, false);
    const release = this.sockets.add(principal, extra.socket);
    if (extra.socket.readyState === extra.socket.OPEN) extra.socket.once('close', release);
    else release();
    return true;
  }

  private async subscribe({ extra, subscriptions }: Connection, payload: SubscribePayload): Promise<ExecutionArgs | readonly GraphQLError[]> {
    try {
      const requester = extra.requester!;
      await this.rate.ofPrincipal(requester.principal);
      if (Object.keys(subscriptions).length > LIMITS.maxSubscriptionsPerSocket) throw new DomainError('CONFLICT', TOO_MANY);
      return this.checked(payload, requester);
    } catch (error) {
      if (Array.isArray(error)) return error as GraphQLError[];
      return [error instanceof GraphQLError ? error : new GraphQLError((error as Error).message, { originalError: error as Error })];
    }
  }

  /** Throws a GraphQLError, a list of them, or a DomainError. */
  private checked({ query, variables, operationName }: SubscribePayload, requester: Requester): ExecutionArgs {
    const document = parse(query, PARSE_OPTIONS);
    assertWithinLimits(document);
    const mistakes = validate(this.schema, document);
    if (mistakes.length > 0) throw mistakes;
    refuseUnlessSubscription(getOperationAST(document, operationName)?.operation);
    assertAffordable(this.schema, document, variables);
    return { schema: this.schema, document, variableValues: variables, operationName, contextValue: { requester } };
  }

  private refusal(error: GraphQLError) {
    return publicError(error, this.config.graphiql).toJSON();
  }

  private get schema(): GraphQLSchema {
    return (this.host.httpAdapter.getInstance<FastifyInstance>() as FastifyInstance & { graphql: { schema: GraphQLSchema } }).graphql.schema;
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

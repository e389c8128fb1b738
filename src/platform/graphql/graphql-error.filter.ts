import { Catch, RequestTimeoutException, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import type { GqlContextType } from '@nestjs/graphql';

/** Passes resolver errors to the error formatter, which logs only errors that are not the caller's mistake. */
@Catch()
export class GraphQLErrorFilter extends BaseExceptionFilter {
  override catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType<GqlContextType>() === 'graphql') return error;
    super.catch(isHangUp(error) ? new RequestTimeoutException() : error, host);
  }
}

// The client disconnected, or was cut off at the deadline, before its body arrived: not worth logging.
const isHangUp = (error: unknown) =>
  (error as { code?: unknown } | undefined)?.code === 'ECONNRESET' && 'statusCode' in (error as object);

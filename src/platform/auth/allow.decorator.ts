import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Requester, Role } from './requester.js';

/** The metadata key of an operation's role. */
export const ALLOWED_ROLE = 'auth:role';

/** Says which role an operation asks for; the guard refuses an operation that says nothing. */
export const Allow = (role: Role) => SetMetadata(ALLOWED_ROLE, role);

/** Hands a resolver the one who asks; the guard has seen to it that there is one. */
export const Asks = createParamDecorator(
  (_: unknown, context: ExecutionContext): Requester => GqlExecutionContext.create(context).getContext<{ requester: Requester }>().requester,
);

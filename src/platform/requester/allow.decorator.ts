import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Requester, Role } from './requester.js';

/** The metadata key of an operation's role. */
export const ALLOWED_ROLE = 'auth:role';

/** Declares the role that an operation requires; the guard rejects an operation without a declaration. */
export const Allow = (role: Role) => SetMetadata(ALLOWED_ROLE, role);

/** Injects the requester into a resolver; the guard ensures that there is one. */
export const Asks = createParamDecorator(
  (_: unknown, context: ExecutionContext): Requester =>
    GqlExecutionContext.create(context).getContext<{ requester: Requester }>().requester,
);

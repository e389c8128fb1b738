import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import { DomainError } from '../../kernel/errors.js';
import { ALLOWED_ROLE } from '../requester/allow.decorator.js';
import { ROLES, type Requester, type Role } from '../requester/requester.js';

/** Allows an operation if the caller has its declared role; rejects operations that declare none. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType<GqlContextType>() !== 'graphql') return true;
    const { requester } = GqlExecutionContext.create(context).getContext<{ requester?: Requester }>();
    if (!requester) throw new DomainError('UNAUTHENTICATED', 'Send an API key: Authorization: Bearer <key>');
    const asked = this.reflector.get<Role | undefined>(ALLOWED_ROLE, context.getHandler());
    if (!asked || ROLES.indexOf(requester.principal.role) < ROLES.indexOf(asked)) {
      throw new DomainError(
        'FORBIDDEN',
        `This needs the role ${asked ?? 'none has'}; the key has ${requester.principal.role}`,
      );
    }
    return true;
  }
}

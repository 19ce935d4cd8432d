import { createParamDecorator, Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { SignedInActor, TokenVerifier } from '#access';
import { TokenRefused } from '#access';
import type { LegalInstant } from '#law/dates';
import type { PackRole } from '#law/pack-format';
import { ROLE_NAMES } from '#law/role-names';
import { Problem } from '../problems/problem.ts';
import { People } from './people.ts';

/** Checks bearer tokens; which one depends on the configuration. */
export const tokenVerifierKey = Symbol('token verifier');

/** Answered without signing in: health, the OpenAPI document, the development issuer. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata('public', true);

/** Only for people with one of these roles. */
export const OnlyFor = (...roles: PackRole[]): MethodDecorator & ClassDecorator => SetMetadata('roles', roles);

/** Who asks, and the legal instant at which the request arrived. */
export interface SignedIn { actor: SignedInActor; arrivedAt: LegalInstant; tokenEndsAt: number }
export type SignedInRequest = FastifyRequest & { signedIn?: SignedIn };

/** The signed-in person and the arrival of the request, as a controller's parameter. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const { signedIn } = context.switchToHttp().getRequest<SignedInRequest>();
  if (signedIn === undefined) throw notSignedIn('missing');
  return signedIn;
});

/** Every address asks for a bearer token unless it is `@Public()`. */
@Injectable()
export class AccessGuard implements CanActivate {
  public constructor(
    private readonly reflector: Reflector,
    private readonly people: People,
    @Inject(tokenVerifierKey) private readonly verify: TokenVerifier,
  ) {}

  public async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>('public', targets) === true) return true;
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw notSignedIn('missing');
    const { subject, endsAt } = await this.verify(token).catch((error: unknown) => {
      if (error instanceof TokenRefused) throw error.reason === 'unreachable' ? new Problem('unavailable', { zh: '身份认证服务暂不可用。', en: error.message }) : notSignedIn(error.reason);
      throw error;
    });
    const found = await this.people.actor(subject);
    request.signedIn = { ...found, tokenEndsAt: endsAt };
    const roles = this.reflector.getAllAndOverride<PackRole[] | undefined>('roles', targets);
    if (roles !== undefined && !roles.some((role) => found.actor.roles.includes(role))) {
      throw new Problem('forbidden', { zh: `该操作仅限：${roles.map((role) => ROLE_NAMES[role].zh).join('、')}。`, en: `This is for: ${roles.map((role) => ROLE_NAMES[role].en).join(', ')}.` });
    }
    return true;
  }
}

function notSignedIn(reason: 'missing' | 'expired' | 'invalid'): Problem {
  const detail = {
    missing: { zh: '请在Authorization请求头中以Bearer方式提供令牌。', en: 'Send a bearer token in the Authorization header.' },
    expired: { zh: '令牌已过期，请重新登录。', en: 'The token has expired; sign in again.' },
    invalid: { zh: '令牌无效。', en: 'The token is not valid.' },
  }[reason];
  return new Problem('unauthenticated', detail, { headers: { 'www-authenticate': reason === 'missing' ? 'Bearer' : 'Bearer error="invalid_token"' } });
}

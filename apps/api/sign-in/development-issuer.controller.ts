import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { DevelopmentIssuer } from '#access';
import { Problem } from '../problems/problem.ts';
import { Public } from './access-guard.ts';

const TokenRequest = z.strictObject({ username: z.string().min(1).max(63), password: z.string().max(200) }).meta({ id: 'TokenRequest', examples: [{ username: 'zhang.min', password: 'demo' }] });
type TokenRequest = z.infer<typeof TokenRequest>;
const TokenAnswer = z.strictObject({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.number().int() }).meta({ id: 'TokenAnswer' });
type TokenAnswer = z.infer<typeof TokenAnswer>;

/** Tokens for the demo users. This controller is not part of a production instance. */
@Public()
@Controller('dev/issuer')
export class DevelopmentIssuerController {
  public constructor(private readonly issuer: DevelopmentIssuer, private readonly dataSource: DataSource) {}

  @Get('.well-known/openid-configuration')
  public configuration(): Record<string, unknown> {
    const { issuer } = this.issuer;
    return { issuer, jwks_uri: `${issuer}/jwks`, token_endpoint: `${issuer}/token`, id_token_signing_alg_values_supported: ['EdDSA'], subject_types_supported: ['public'] };
  }

  @Get('jwks')
  public jwks(): Record<string, unknown> {
    return this.issuer.jwks;
  }

  @Post('token')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: TokenAnswer })
  public async token(@Body({ schema: TokenRequest }) { username, password }: TokenRequest): Promise<TokenAnswer> {
    const [account] = await this.dataSource.query<{ subject: string }[]>('SELECT coalesce(subject, id::text) AS subject FROM account WHERE username = $1', [username]);
    if (account === undefined || password !== 'demo') throw new Problem('unauthenticated', { zh: '用户名或密码不正确。', en: 'The user name or the password is wrong.' });
    return { access_token: await this.issuer.token(account.subject), token_type: 'Bearer', expires_in: DevelopmentIssuer.lifetime };
  }
}

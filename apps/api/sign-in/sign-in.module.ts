import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { DevelopmentIssuer, discoveredKeys, tokenVerifier } from '#access';
import { ConfigurationProblem, type Configuration } from '../configuration.ts';
import { AccessGuard, tokenVerifierKey } from './access-guard.ts';
import { DevelopmentIssuerController } from './development-issuer.controller.ts';
import { MeController } from './me.controller.ts';
import { People } from './people.ts';

async function keysOf(issuer: string): ReturnType<typeof discoveredKeys> {
  try {
    return await discoveredKeys(issuer);
  } catch (cause) {
    throw new ConfigurationProblem(`The identity provider of OIDC_ISSUER cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Bearer tokens of the configured identity provider, or of the development issuer outside production. */
@Module({})
export class SignInModule {
  public static async for(configuration: Configuration): Promise<DynamicModule> {
    const { oidc } = configuration;
    const shared = [People, { provide: APP_GUARD, useClass: AccessGuard }];
    if (oidc !== null) {
      const verify = tokenVerifier({ ...oidc, keys: await keysOf(oidc.issuer) });
      return { module: SignInModule, controllers: [MeController], providers: [...shared, { provide: tokenVerifierKey, useValue: verify }], exports: [People] };
    }
    if (configuration.profile === 'production') throw new Error('The development issuer does not exist in production.');
    const issuer = await DevelopmentIssuer.open(`${configuration.publicUrl}/dev/issuer`, configuration.dataDir);
    const verify = tokenVerifier({ issuer: issuer.issuer, audience: DevelopmentIssuer.audience, keys: issuer.keys });
    return {
      module: SignInModule,
      controllers: [MeController, DevelopmentIssuerController],
      providers: [...shared, { provide: tokenVerifierKey, useValue: verify }, { provide: DevelopmentIssuer, useValue: issuer }],
      exports: [People],
    };
  }
}

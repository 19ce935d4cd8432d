import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { DevelopmentIssuer, discoveredKeys, tokenVerifier } from '#access';
import type { Configuration } from '../configuration.ts';
import { AccessGuard, tokenVerifierKey } from './access-guard.ts';
import { DevelopmentIssuerController } from './development-issuer.controller.ts';
import { MeController } from './me.controller.ts';
import { People } from './people.ts';

/** Bearer tokens of the configured identity provider, or of the development issuer outside production. */
@Module({})
export class SignInModule {
  public static async for(configuration: Configuration): Promise<DynamicModule> {
    const { oidc } = configuration;
    const shared = [People, { provide: APP_GUARD, useClass: AccessGuard }];
    if (oidc !== null) {
      const verify = tokenVerifier({ ...oidc, keys: await discoveredKeys(oidc.issuer) });
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

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An identity provider as an authority has one: it publishes its key and signs tokens for the audience `anjuan`. */
export interface IdentityProvider {
  readonly issuer: string;
  /** The header of a request by this subject. */
  authorization(subject: string): Promise<string>;
  stop(): void;
}

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = { ...await exportJWK(publicKey), kid: 'k', alg: 'ES256' };
  let issuer = '';
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/keys` }));
  });
  await new Promise<void>((ready) => { server.listen(0, '127.0.0.1', ready); });
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    authorization: async (subject) => `Bearer ${await new SignJWT().setProtectedHeader({ alg: 'ES256', kid: 'k' }).setIssuer(issuer).setAudience('anjuan').setSubject(subject).setIssuedAt().setExpirationTime('5m').sign(privateKey)}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { DevelopmentIssuer } from './development-issuer.ts';
import { discoveredKeys, TokenRefused, tokenVerifier, type TokenVerifier } from './tokens.ts';

const issuer = 'https://issuer.example';
let folder: string;
let development: DevelopmentIssuer;
let verify: TokenVerifier;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anjuan-issuer-'));
  development = await DevelopmentIssuer.open(issuer, folder);
  verify = tokenVerifier({ issuer, audience: DevelopmentIssuer.audience, keys: development.keys });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the development issuer', () => {
  it('issues tokens for an hour, and keeps its key in a file of mode 600', async () => {
    const { subject, endsAt } = await verify(await development.token('somebody'));
    expect(subject).toBe('somebody');
    expect(endsAt - Date.now() / 1000).toBeGreaterThan(3590);
    expect((await stat(join(folder, 'development-issuer.json'))).mode & 0o777).toBe(0o600);
  });

  it('keeps its key over a restart, and another folder has another', async () => {
    const again = await DevelopmentIssuer.open(issuer, folder);
    await expect(verify(await again.token('somebody'))).resolves.toMatchObject({ subject: 'somebody' });
    const stranger = await DevelopmentIssuer.open(issuer, await mkdtemp(join(folder, 'other-')));
    await expect(verify(await stranger.token('somebody'))).rejects.toMatchObject({ reason: 'invalid' });
  });

  it('publishes the public half of the key only', () => {
    expect(JSON.stringify(development.jwks)).not.toContain('"d"');
  });
});

describe('a token is refused', () => {
  const now = Math.floor(Date.now() / 1000);
  const good = { iss: issuer, aud: 'anjuan', sub: 'somebody', iat: now, exp: now + 3600 };
  const outcomeOf = async (claims: JWTPayload): Promise<string> => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const signed = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
    const own = tokenVerifier({ issuer, audience: 'anjuan', keys: async () => publicKey });
    return own(signed).then(() => 'accepted', (error: unknown) => (error instanceof TokenRefused ? `${error.reason}: ${error.message}` : String(error)));
  };
  const { exp: _exp, ...endless } = good;
  const { sub: _sub, ...nobody } = good;

  it.each([
    ['unless nothing is wrong', good, 'accepted'],
    ['when it has expired', { ...good, exp: now - 60 }, 'expired: The token has expired.'],
    ['when it never ends', endless, 'invalid: The token\'s claim "exp" is not accepted.'],
    ['from another issuer', { ...good, iss: 'https://elsewhere.example' }, 'invalid: The token\'s claim "iss" is not accepted.'],
    ['for another audience', { ...good, aud: 'another service' }, 'invalid: The token\'s claim "aud" is not accepted.'],
    ['without a subject', nobody, 'invalid: The token\'s claim "sub" is not accepted.'],
    ['with an empty subject', { ...good, sub: '' }, 'invalid: The token names no subject.'],
    ['before its time', { ...good, nbf: now + 7200 }, 'invalid: The token\'s claim "nbf" is not accepted.'],
  ])('%s', async (_, claims, outcome) => {
    expect(await outcomeOf(claims)).toBe(outcome);
  });

  it('when it is signed with a shared secret, or not at all', async () => {
    const secret = await new SignJWT().setProtectedHeader({ alg: 'HS256' }).setIssuer(issuer).setAudience('anjuan').setSubject('x').setExpirationTime('1h').sign(new TextEncoder().encode('x'.repeat(32)));
    await expect(verify(secret)).rejects.toMatchObject({ reason: 'invalid' });
    const bare = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ iss: issuer, aud: 'anjuan', sub: 'x', exp: 4_000_000_000 })).toString('base64url')}.`;
    await expect(verify(bare)).rejects.toMatchObject({ reason: 'invalid' });
  });
});

describe('an identity provider', () => {
  it('is found by its discovery document, and must name itself', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const server = createServer((request, response) => {
      const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      void (async () => {
        response.setHeader('content-type', 'application/json');
        if (request.url === '/.well-known/openid-configuration') response.end(JSON.stringify({ issuer: own, jwks_uri: `${own}/keys` }));
        else if (request.url === '/lying/.well-known/openid-configuration') response.end(JSON.stringify({ issuer: 'https://other.example', jwks_uri: `${own}/keys` }));
        else if (request.url === '/keys') response.end(JSON.stringify({ keys: [{ ...await exportJWK(publicKey), kid: 'one', alg: 'RS256' }] }));
        else response.writeHead(404).end();
      })();
    });
    await new Promise<void>((ready) => { server.listen(0, '127.0.0.1', ready); });
    const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const token = await new SignJWT().setProtectedHeader({ alg: 'RS256', kid: 'one' }).setIssuer(own).setAudience('anjuan').setSubject('8421').setExpirationTime('1h').sign(privateKey);
    await expect(tokenVerifier({ issuer: own, audience: 'anjuan', keys: await discoveredKeys(own) })(token)).resolves.toMatchObject({ subject: '8421' });
    await expect(discoveredKeys(`${own}/lying`)).rejects.toThrow('names another issuer');
    await expect(discoveredKeys(`${own}/nothing`)).rejects.toThrow('answered 404');
    server.close();
    server.closeAllConnections();
    const late = tokenVerifier({ issuer: own, audience: 'anjuan', keys: createRemoteJWKSet(new URL(`${own}/keys`)) });
    await expect(late(token)).rejects.toMatchObject({ reason: 'unreachable' });
  });
});

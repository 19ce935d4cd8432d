import type { DemoUser } from './plant-past.ts';

/** What the closing words speak of. */
export interface Running {
  /** `http://127.0.0.1:3000` */
  readonly address: string;
  readonly profile: 'development' | 'training';
  readonly users: readonly DemoUser[];
  readonly dataDir: string;
}

/** The last lines of a start: where the API is, who can sign in, and three commands to try. */
export function closingWords({ address, profile, users, dataDir }: Running): string[] {
  const [first] = users;
  return [
    '',
    `Anjuan answers at ${address}${profile === 'training' ? '  (TRAINING: nothing here has legal effect)' : ''}`,
    `Browse the API at ${address}/api/docs`,
    ...(users.length === 0 ? [] : ['', 'Demo users (password "demo"):', ...userTable(users)]),
    '',
    'Try:',
    ...(first === undefined ? [] : [
      `  TOKEN=$(curl -s ${address}/dev/issuer/token -H 'content-type: application/json' -d '{"username":"${first.username}","password":"demo"}' | sed -E 's/.*"access_token":"([^"]+)".*/\\1/')`,
      `  curl -s ${address}/api/inbox -H "authorization: Bearer $TOKEN"`,
    ]),
    `  curl -s '${address}/api/law/deadline?clock=PEN-05&from=2025-09-28'${first === undefined ? '' : ' -H "authorization: Bearer $TOKEN"'}`,
    '',
    `Data and logs: ${dataDir}. Ctrl-C stops everything.`,
  ];
}

function userTable(users: readonly DemoUser[]): string[] {
  const wide = Math.max(...users.map(({ username }) => username.length));
  return users.map(({ username, name, office, roles }) => `  ${username.padEnd(wide)}  ${name} · ${office} · ${roles.join(', ')}`);
}

/** The configuration of Temporal's server as several processes on one machine. */

/** The processes of the cluster, in the order in which they are started. */
export const MEMBERS = ['history-1', 'history-2', 'matching', 'frontend', 'worker'] as const;
export type Member = (typeof MEMBERS)[number];

/** The services of Temporal's server; `history` runs twice here. */
const SERVICES = ['frontend', 'history', 'matching', 'worker'] as const;
export type Service = (typeof SERVICES)[number];

export function serviceOf(member: Member): Service {
  return member === 'history-1' || member === 'history-2' ? 'history' : member;
}

/** The command line of one process, whose configuration lies in this file: what it serves is an option of `start`, not of the program. */
export function commandOf(member: Member, configFile: string): string[] {
  return ['--config-file', configFile, '--allow-no-auth', 'start', '--service', serviceOf(member)];
}

/** Where a process listens on 127.0.0.1: for calls, and for the other processes to find it. */
export interface MemberPorts { readonly grpc: number; readonly membership: number }
export type ClusterPorts = Readonly<Record<Member, MemberPorts>>;

export const PORTS_NEEDED = MEMBERS.length * 2;

/**
 * Gives out these ports, two a process; they stay the same while the cluster lives. `frontend` is its own where people
 * have chosen one. A membership port above 32767 has no room in Temporal's store (`smallint`), and its process would end.
 */
export function clusterPorts(free: readonly number[], frontend?: number): ClusterPorts {
  const at = (n: number): number => {
    const port = free[n];
    if (port === undefined) throw new Error(`${PORTS_NEEDED} ports are needed, and there are ${free.length}.`);
    return port;
  };
  const pair = (member: Member, grpc?: number): MemberPorts => {
    const first = MEMBERS.indexOf(member) * 2;
    return { grpc: grpc ?? at(first), membership: at(first + 1) };
  };
  return { 'history-1': pair('history-1'), 'history-2': pair('history-2'), matching: pair('matching'), frontend: pair('frontend', frontend), worker: pair('worker') };
}

/** The databases in Temporal's own PostgreSQL. */
export const DATABASES = { store: 'temporal', visibility: 'temporal_visibility' } as const;

/** Never changed after the first start: Temporal's store is divided by it. Four for each of two history processes. */
const HISTORY_SHARDS = 8;

/** Sessions that each process keeps: five processes stay below the 200 of our PostgreSQL. */
const SESSIONS = { store: 20, visibility: 5 } as const;

export interface ConfigOrder {
  readonly ports: ClusterPorts;
  /** Of the superuser of Temporal's own PostgreSQL. */
  readonly storeUrl: string;
  /** Absolute path of the file with dynamic settings. */
  readonly dynamicConfig: string;
}

/**
 * The text of one process's file (JSON, which is YAML too). All processes are told the same, but for their own service's
 * ports: two history processes on one address are two members, since each advertises its own port.
 */
export function configOf(member: Member, { ports, storeUrl, dynamicConfig }: ConfigOrder): string {
  const own = (service: Service): Member => (serviceOf(member) === service ? member : service === 'history' ? 'history-1' : service);
  const services = Object.fromEntries(SERVICES.map((service) => {
    const { grpc, membership } = ports[own(service)];
    return [service, { rpc: { grpcPort: grpc, membershipPort: membership, bindOnLocalHost: true } }];
  }));
  return `${JSON.stringify({
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'store', visibilityStore: 'visibility', numHistoryShards: HISTORY_SHARDS,
      datastores: { store: dataStore(storeUrl, 'store'), visibility: dataStore(storeUrl, 'visibility') },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services,
    clusterMetadata: {
      enableGlobalNamespace: false, failoverVersionIncrement: 10, masterClusterName: 'active', currentClusterName: 'active',
      clusterInformation: { active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `127.0.0.1:${ports.frontend.grpc}` } },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: dynamicConfig, pollInterval: '10s' },
  }, null, 2)}\n`;
}

function dataStore(storeUrl: string, which: keyof typeof DATABASES): object {
  const { host, username, password } = new URL(storeUrl);
  const sessions = SESSIONS[which];
  return {
    sql: {
      pluginName: 'postgres12', databaseName: DATABASES[which], connectAddr: host, connectProtocol: 'tcp', user: decodeURIComponent(username), password: decodeURIComponent(password),
      maxConns: sessions, maxIdleConns: sessions, maxConnLifetime: '1h',
    },
  };
}

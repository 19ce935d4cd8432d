import { describe, expect, it } from '@jest/globals';
import { steadyPorts } from '../servers/ports.ts';
import { clusterPorts, commandOf, configOf, MEMBERS, PORTS_NEEDED, serviceOf, type ClusterPorts } from './temporal-config.ts';

const ports: ClusterPorts = {
  'history-1': { grpc: 7001, membership: 6001 }, 'history-2': { grpc: 7002, membership: 6002 },
  matching: { grpc: 7003, membership: 6003 }, frontend: { grpc: 7004, membership: 6004 }, worker: { grpc: 7005, membership: 6005 },
};
const order = { ports, storeUrl: 'postgres://postgres:p%40ss@127.0.0.1:5555/postgres', dynamicConfig: '/home/clerk/anjuan/docker/temporal/dynamic-config.yaml' };

interface Written {
  services: Record<string, { rpc: { grpcPort: number; membershipPort: number; bindOnLocalHost: boolean } }>;
  clusterMetadata: { clusterInformation: { active: { rpcAddress: string } } };
  persistence: { numHistoryShards: number; datastores: Record<string, { sql: { databaseName: string; connectAddr: string; user: string; password: string; maxConns: number } }> };
  dynamicConfigClient: { filepath: string };
}
const read = (member: (typeof MEMBERS)[number]): Written => JSON.parse(configOf(member, order)) as Written;

it('no two listen at one port, membership ports fit into the store, and the frontend may have the one that was chosen', async () => {
  const given = clusterPorts(await steadyPorts(PORTS_NEEDED), 47_233);
  expect(given.frontend.grpc).toBe(47_233);
  const all = Object.values(given).flatMap(({ grpc, membership }) => [grpc, membership]);
  expect(new Set(all).size).toBe(PORTS_NEEDED);
  // rpc_port of cluster_membership is a smallint.
  for (const { membership } of Object.values(given)) expect(membership).toBeLessThan(32_768);
});

it('the server is told what it serves after its command, which it refuses before', () => {
  expect(commandOf('history-2', '/a.json')).toEqual(['--config-file', '/a.json', '--allow-no-auth', 'start', '--service', 'history']);
});

describe('the files of the processes of Temporal', () => {
  it('give each process the ports of its own, on this machine only', () => {
    for (const member of MEMBERS) {
      const { grpc, membership } = ports[member];
      expect(read(member).services[serviceOf(member)]).toEqual({ rpc: { grpcPort: grpc, membershipPort: membership, bindOnLocalHost: true } });
    }
  });

  it('make two members of two history processes on one address', () => {
    const [one, two] = [read('history-1'), read('history-2')];
    expect([one.services['history']!.rpc.grpcPort, two.services['history']!.rpc.grpcPort]).toEqual([7001, 7002]);
    expect({ ...one, services: { ...one.services, history: null } }).toEqual({ ...two, services: { ...two.services, history: null } });
  });

  it('lead everybody to one frontend, one store divided alike, and the dynamic settings of production', () => {
    for (const file of MEMBERS.map(read)) {
      expect(file.clusterMetadata.clusterInformation.active.rpcAddress).toBe('127.0.0.1:7004');
      expect(file.persistence.numHistoryShards).toBe(8);
      expect(file.persistence.datastores['store']!.sql).toMatchObject({ databaseName: 'temporal', connectAddr: '127.0.0.1:5555', user: 'postgres', password: 'p@ss' });
      expect(file.persistence.datastores['visibility']!.sql).toMatchObject({ databaseName: 'temporal_visibility', connectAddr: '127.0.0.1:5555', user: 'postgres', password: 'p@ss' });
      expect(file.dynamicConfigClient.filepath).toBe(order.dynamicConfig);
    }
  });

  it('leave PostgreSQL sessions for others', () => {
    const sessions = MEMBERS.flatMap((member) => Object.values(read(member).persistence.datastores)).reduce((sum, { sql }) => sum + sql.maxConns, 0);
    // max_connections of scripts/servers/postgres.ts.
    expect(sessions).toBeLessThan(200 - 20);
  });
});

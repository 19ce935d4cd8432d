/** Who works together in the demo county. */
import type { Service } from '../demo-office/client.ts';
import type { FeeTeam } from '../demo-office/fee-work.ts';
import type { PenaltyTeam } from '../demo-office/penalty-work.ts';
import { people } from './county.ts';

/** Id of a demo person by sign-in name. */
export function personId(username: string): string {
  const found = people().find((person) => person.username === username);
  if (!found) throw new Error(`There is no demo person ${username}.`);
  return found.id;
}

async function team(service: Service, officer: string, second: string, head: string): Promise<PenaltyTeam & FeeTeam> {
  return { officer: await service.signIn(officer), first: personId(officer), second: personId(second), head: await service.signIn(head) };
}

export const mianyang = (service: Service): Promise<PenaltyTeam & FeeTeam> => team(service, 'zhang.min', 'li.qiang', 'wang.fang');
export const wuhou = (service: Service): Promise<PenaltyTeam & FeeTeam> => team(service, 'zhao.lei', 'sun.jie', 'qian.wei');
export const health = (service: Service): Promise<PenaltyTeam & FeeTeam> => team(service, 'chen.hua', 'liu.yang', 'he.jing');

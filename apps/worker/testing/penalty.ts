import { randomUUID } from 'node:crypto';
import { legalDate } from '#law';
import type { World } from './world.ts';

const identityNumber = withCheckDigit('99990019800101001');

/** GB 11643: the eighteenth character. */
function withCheckDigit(first: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(first.charAt(index)), 0);
  return `${first}${'10X98765432'[sum % 11] ?? ''}`;
}

/** Words about a person that must turn up nowhere outside the record: names, numbers, addresses and free text of the story. */
export const canaries = ['欧阳测试', identityNumber, '金丝雀路77号', '13900007777', '占道经营金丝雀', '甲办案'];

/** Opens a penalty case against one citizen on the day of the legal clock; 999900 is the area code of nobody. */
export async function openPenaltyCase(world: World, on: string): Promise<string> {
  const caseId = randomUUID();
  await world.done(world.people.officer, caseId, {
    type: 'openCase', pack: 'administrative-penalty', on: legalDate(on),
    parties: [{ kind: 'citizen', identity: { name: '欧阳测试', identityNumber, address: '陕西省汉中市勉县金丝雀路77号', phone: '13900007777' } }],
    facts: { cause: 'street-trading', causeName: '占道经营金丝雀', leadSource: 'inspection', actEndedOn: on, discoveredOn: on, summary: '占道经营金丝雀，现场检查发现' },
  });
  return caseId;
}

/** Filing proposed by two officers and approved: the decision period of 90 days begins. */
export async function fileCase(world: World, caseId: string, on: string): Promise<void> {
  const { officer, second, head } = world.people;
  await world.done(officer, caseId, { type: 'takeStep', step: 'proposeFiling', on: legalDate(on), facts: { basis: '占道经营金丝雀', proposal: '建议立案' }, officers: [officer.personId, second.personId] });
  await world.done(head, caseId, { type: 'takeStep', step: 'fileCase', on: legalDate(on), facts: { approval: '同意立案' }, officers: [] });
}

import { expect, it } from '@jest/globals';
import { FAMILY_RELATIONS } from '#law';
import { RecordServiceCommand } from './edge.ts';

const received = (relation: string) => RecordServiceCommand.safeParse({
  type: 'recordService', paperId: '00000000-0000-4000-8000-000000000001.2', party: 'p1', officers: ['00000000-0000-4000-8000-000000000001'],
  attempt: { way: 'coResident', on: '2025-03-05', outcome: 'received', recipient: { relation, adult: true, livesThere: true } },
});

it('the relation of who received a paper is one of the list, and the refusal names field and choices', () => {
  for (const { code } of FAMILY_RELATIONS) expect(received(code).success).toBe(true);
  const [issue] = received('goodFriend').error?.issues ?? [];
  expect([issue?.path.join('.'), issue?.code === 'invalid_value' && issue.values.includes('spouse')]).toEqual(['attempt.recipient.relation', true]);
});

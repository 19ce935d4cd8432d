import { expect, it } from '@jest/globals';
import { legalDate } from '#law/dates';
import type { PackRole } from '#law/pack-format';
import type { SignedInActor } from './actor.ts';
import { standingIn } from './standing.ts';

const director = (roles: PackRole[], loans: SignedInActor['loans'] = []): SignedInActor => ({
  kind: 'person', personId: 'yan', username: 'yan', displayName: '严', officeId: 'legal', countyId: '610725', roles, offices: ['legal', 'town'], ownOffices: ['legal', 'town'], loans, cases: [], readings: [], helping: [], filesOnLoan: [],
});
const all: PackRole[] = ['head', 'countyLegalOffice', 'officer', 'sectionHead', 'deputyHead', 'sealKeeper', 'legalReviewer', 'hearingChair'];
const inTown = { caseId: 'a', officeId: 'town' };

it('whoever heads the county legal office is its head there, and in the townships what that office is in every case', () => {
  expect(standingIn(director(all), { caseId: 'b', officeId: 'legal' })).toEqual({ roles: all, lent: null });
  expect(standingIn(director(all), inTown)).toEqual({ roles: ['countyLegalOffice', 'legalReviewer', 'hearingChair'], lent: null });
});

it('anything else there only by an order, which is then written down', () => {
  const loan = { loanId: 'l', orderNumber: '勉司借〔2025〕7号', role: 'officer' as const, lendingOffice: 'legal', borrowingOffice: 'town', caseId: 'a', from: legalDate('2025-03-03'), to: null };
  expect(standingIn(director(['countyLegalOffice', 'officer'], [loan]), inTown)).toEqual({ roles: ['countyLegalOffice', 'officer'], lent: { instrument: '勉司借〔2025〕7号', officeId: 'legal', from: '2025-03-03', to: null } });
  expect(standingIn(director(['countyLegalOffice', 'officer'], [loan]), { caseId: 'b', officeId: 'town' })).toEqual({ roles: ['countyLegalOffice'], lent: null });
});

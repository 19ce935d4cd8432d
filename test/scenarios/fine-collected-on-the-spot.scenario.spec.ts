/**
 * Collection on the spot (当场收缴, arts. 67-71), the one exception to "the office that decides takes no money": on its
 * grounds only, against the special receipt, handed in and paid in within two working days each. Decided and handed over on
 * 2025-07-07 (Monday): the officers hand in by 2025-07-09; handed in on 2025-07-08, the office pays in by 2025-07-10.
 */
import { legalDate } from '#law';
import { forbiddenWordBlockers, openClocks, wordingsOfFacts } from '#cases';
import { actor, certified, citizen, expired, organisation } from '#cases/testing/county';
import type { PlainFacts } from '#cases/testing/facts';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { Story, same } from '#cases/testing/story';
import type { Party } from '#cases/model';
import { penaltyDecided } from './beginnings.ts';

const DAY = '2025-07-07';
const adult = citizen('p1', '1985-03-02', DAY);
const fined = (law: ScenarioLaw, fine = '100.00', party: Party = adult): Story => Story.open({ book: law.book(), pack: 'administrative-penalty-summary', on: DAY, parties: [party], facts: { actEndedOn: DAY, discoveredOn: DAY, cause: 'highway-stall-or-pile' } })
  .takes('takeEvidence').takes('hearParty', { intendedFine: fine }).takes('decideOnTheSpot', { fine });
const served = (law: ScenarioLaw, fine?: string, party?: Party): Story => fined(law, fine, party).serves('on-the-spot-decision');
const RECEIPT: PlainFacts = { collectionReceiptIssuer: 'provincialFinance', collectionReceipt: 'SN0000123' };
const UP_TO_100: PlainFacts = { collectedAmount: '100.00', collectionGround: 'upTo100', ...RECEIPT };
const FAR: PlainFacts = { collectedAmount: '200.00', collectionGround: 'remoteArea', collectionAsked: true, bankIsHard: true, collectionRequest: '离银行六十公里', ...RECEIPT };
const collects = (story: Story, facts: PlainFacts = {}, more: Parameters<Story['takes']>[2] = {}): Story => story.takes('collectOnTheSpot', { ...UP_TO_100, ...facts }, { party: 'p1', ...more });
const handsIn = (story: Story): Story => story.takes('handInCollection', { handedInCollection: story.seqOf('collectOnTheSpot') }, { party: 'p1', by: 'wang' });
const far = (story: Story, facts: PlainFacts = {}): Story => story.takes('collectOnTheSpot', { ...FAR, ...facts }, { party: 'p1' });
const lands = (it: Story): Story => it.takes('recordLanding', { landedCollection: it.seqOf('collectOnTheSpot') }, { party: 'p1' });
const paysIn = (story: Story): Story => story.takes('depositCollection', { depositedHandIn: story.seqOf('handInCollection'), depositSlipNumber: 'YH-1' }, { party: 'p1', by: 'wang' });

scenario('up to 100 yuan: collected, handed in, paid in, reported by the bank, closed', (law) => {
  const story = collects(served(law)).expectClock('PEN-09', { status: 'ended' }).expectClock('PEN-11', { dueOn: '2025-07-09', status: 'running' }).expectEvents('moneyCollected', 1);
  same([story.paper('collection-receipt').series, story.owed('fine')?.paidInFullOn, story.owed('fine')?.balance, story.inHands('fine')], ['当收字', DAY, '0.00', '100.00'], 'the party has paid, the office owes it to the bank');
  story.at('2025-07-08').refused('receivedByCollector', (it) => it.takes('handInCollection', { handedInCollection: it.seqOf('collectOnTheSpot') }, { party: 'p1', by: 'zhang' }));
  handsIn(story).expectClock('PEN-11', { status: 'ended' }).expectClock('PEN-12', { dueOn: '2025-07-10', status: 'running' }).refused('collectionHandedIn', handsIn);
  same(story.paper('deposit-slip').series, '缴存字', 'the slip for the bank');
  paysIn(story.at('2025-07-09')).expectClock('PEN-12', { status: 'ended' }).refused('handInDeposited', paysIn).takes('reportToOffice');
  // The slip is the office's word; the money is at the bank when the bank says so.
  story.refused('moneyInHands', (it) => it.closes('closedOnTheSpot')).at('2025-07-10').deposits('fine', '100.00', { on: '2025-07-09' });
  same([story.inHands('fine'), story.owed('fine')?.suspense, story.owed('fine')?.balance], ['0.00', '0.00', '0.00'], 'nothing is counted twice');
  story.closes('closedOnTheSpot').expectDuties('escalate', 0);
});

scenario('without a ground nobody of the office takes money (art. 67(2)), nor above what is owed', (law) => {
  const story = served(law).refused('noGroundToCollect', (it) => collects(it, { collectionGround: undefined })).refused('collectedAboveOwed', (it) => collects(it, { collectedAmount: '100.01' })).refused('nothingCollected', (it) => collects(it, { collectedAmount: '0.00' }));
  story.refused('twoCertifiedOfficers', (it) => collects(it, {}, { officers: [...certified('zhang'), expired('li')] })).refused('moneyComesFromTheBank', (it) => it.deposits('fine', '100.00', { who: actor('zhang') }));
  served(law).receives('fine', '100.00').refused('collectedAboveOwed', collects);
  fined(law).refused('wrongPhase', collects);
  // What was added to the fine for paying late is the bank's to take.
  const late = served(law).at('2025-08-01');
  late.refused('collectedAboveOwed', (it) => it.takes('collectOnTheSpot', { ...FAR, collectedAmount: '100.01' }, { party: 'p1' })).takes('collectOnTheSpot', { ...FAR, collectedAmount: '100.00' }, { party: 'p1' });
  same([late.owed('fine')?.surcharge, late.owed('fine')?.balance], ['30.00', '30.00'], 'the additional fine stays');
});

scenario('art. 68: fines of up to 100 yuan, or hard to execute afterwards, at the scene', (law) => {
  served(law, '100.01', organisation('p1')).refused('fineAbove100', (it) => collects(it)).refused('hardLaterUnfounded', (it) => collects(it, { collectionGround: 'hardLater' }));
  collects(served(law, '200.00'), { collectedAmount: '200.00', collectionGround: 'hardLater', hardLaterReason: '流动摊贩，无固定住所' });
  served(law).at('2025-07-08').refused('notAtTheScene', collects).refused('notAtTheScene', (it) => collects(it, { collectionGround: 'hardLater', hardLaterReason: '甲' }));
});

scenario('art. 69: remote, on water or hard to reach, where the party itself asks and the bank is truly hard for it', (law) => {
  for (const collectionGround of ['remoteArea', 'onWater', 'inconvenient']) {
    const story = served(law, '200.00').refused('partyDidNotAsk', (it) => far(it, { collectionGround, collectionAsked: false })).refused('partyDidNotAsk', (it) => far(it, { collectionGround, collectionRequest: undefined })).refused('bankNotHard', (it) => far(it, { collectionGround, bankIsHard: false }));
    far(story.at('2025-07-15'), { collectionGround });
    same(story.owed('fine')?.paidInFullOn, '2025-07-15', 'paid on the day of the collection');
  }
});

scenario('art. 70: no special receipt, no money; each receipt is given once', (law) => {
  const story = served(law).refused('noSpecialReceipt', (it) => collects(it, { collectionReceipt: undefined })).refused('noSpecialReceipt', (it) => collects(it, { collectionReceiptIssuer: undefined }));
  story.refused('receiptNumberUsed', (it) => collects(it, {}, { claims: { specialReceipt: { heldBy: { office: '勉县武侯镇人民政府', number: null } } } }));
  collects(story, { collectedAmount: '60.00' }).expectClock('PEN-09', { status: 'running' }).refused('receiptGivenBefore', (it) => collects(it, { collectedAmount: '40.00' }));
  collects(story, { collectedAmount: '40.00', collectionReceipt: 'SN0000124' }).expectClock('PEN-09', { status: 'ended' });
  // Nothing of the first collection answers for the second.
  served(law, '200.00').takes('collectOnTheSpot', { ...FAR, collectedAmount: '100.00' }, { party: 'p1' }).refused('partyDidNotAsk', (it) => it.takes('collectOnTheSpot', { collectedAmount: '100.00', collectionGround: 'remoteArea', bankIsHard: true, ...RECEIPT, collectionReceipt: 'SN0000125' }, { party: 'p1' }));
});

scenario('art. 71: kept too long by the officers, then by the office, the county legal office is told of each', (law) => {
  const story = collects(served(law)).takes('reportToOffice').at('2025-07-10').expectLapse('PEN-11', '2025-07-09').expectDuties('escalate', 1);
  handsIn(story).expectDuties('escalate', 0).at('2025-07-15').expectLapse('PEN-12', '2025-07-14').expectDuties('escalate', 1);
  paysIn(story).expectDuties('escalate', 0);
});

scenario('art. 71: on water the two working days run from the landing', (law) => {
  const story = served(law, '200.00').takes('collectOnTheSpot', { ...FAR, collectionGround: 'onWater' }, { party: 'p1' }).takes('reportToOffice').expectDuties('remind', 1);
  if (story.hasClock('PEN-11')) throw new Error('A period runs from the collection on water.');
  lands(story.at('2025-07-14')).expectClock('handInFromLanding', { dueOn: '2025-07-16', status: 'running' }).expectDuties('remind', 0).refused('landingRecorded', lands);
  story.at('2025-07-17').expectLapse('handInFromLanding', '2025-07-16').expectDuties('escalate', 1);
  handsIn(story).expectDuties('escalate', 0);
  const ashore = served(law, '200.00').takes('collectOnTheSpot', FAR, { party: 'p1' });
  ashore.refused('notOnWater', lands);
});

scenario('the deposit settles what is in hands and pays nothing; what is above it, or before it, lies in suspense at the bank', (law) => {
  const story = collects(served(law)).at('2025-07-09');
  story.refused('depositAboveHands', (it) => it.deposits('fine', '100.01')).refused('depositAboveHands', (it) => it.deposits('fine', '100.00', { on: '2025-07-06' })).refused('valueDateInFuture', (it) => it.deposits('fine', '100.00', { on: '2025-07-10' }));
  story.refused('debtUnknown', (it) => it.deposits('fee', '1.00')).refused('amountNotPositive', (it) => it.deposits('fine', '0.00'));
  story.deposits('fine', '60.00', { receiptId: 'D' }).deposits('fine', '60.00', { receiptId: 'D' }).expectEvents('depositBooked', 1).expectDuties('remind', 1);
  same([story.inHands('fine'), story.owed('fine')?.balance, story.owed('fine')?.suspense], ['40.00', '0.00', '0.00'], 'in part');
  story.deposits('fine', '40.00').refused('depositAboveHands', (it) => it.deposits('fine', '0.01'));
  served(law).receives('fine', '100.00').refused('depositAboveHands', (it) => it.deposits('fine', '100.00'));
});

scenario('the bank takes a deposit back: the party has paid, the office pays in again; what officers took is none of its receipts', (law) => {
  const story = paysIn(handsIn(collects(served(law)).at('2025-07-09'))).deposits('fine', '100.00', { receiptId: 'D' }).at('2025-07-10').takesBack('D').takesBack('D').expectEvents('depositReversed', 1).expectDuties('escalate', 1);
  same([story.inHands('fine'), story.owed('fine')?.balance, story.owed('fine')?.paidInFullOn], ['100.00', '0.00', DAY], 'in hands again');
  story.deposits('fine', '100.00', { receiptId: 'D' }).expectEvents('depositBooked', 1).deposits('fine', '100.00', { receiptId: 'D', again: true }).expectEvents('depositBooked', 2).takesBack('D', { wrongMatch: true }).expectDuties('escalate', 1);
  const own = story.eventsOf('moneyCollected')[0]?.receiptId ?? '';
  story.refused('receiptUnknown', (it) => it.takesBack(own));
  // Paid in by the slip of the party: it was never a payment of the party, and is the deposit.
  const wrong = collects(served(law)).at('2025-07-09').receives('fine', '100.00', { receiptId: 'W' });
  same([wrong.owed('fine')?.suspense, wrong.inHands('fine')], ['100.00', '100.00'], 'before');
  wrong.takesBack('W', { wrongMatch: true }).deposits('fine', '100.00', { receiptId: 'W', again: true });
  same([wrong.owed('fine')?.suspense, wrong.inHands('fine'), wrong.owed('fine')?.balance], ['0.00', '0.00', '0.00'], 'moved');
});

scenario('paid at the bank before it was collected: what the party paid twice lies in suspense', (law) => {
  const story = collects(served(law)).receives('fine', '100.00').expectDuties('remind', 1);
  same([story.owed('fine')?.suspense, story.inHands('fine')], ['100.00', '100.00'], 'twice');
});

scenario('two collections, each with its own receipt, hand-in and deposit', (law) => {
  const story = collects(collects(served(law), { collectedAmount: '60.00' }).at('2025-07-07', '11:00'), { collectedAmount: '40.00', collectionReceipt: 'SN0000124' });
  const [first, second] = story.state.steps.filter(({ step }) => step === 'collectOnTheSpot').map(({ seq }) => seq);
  const running = (code: string): number => openClocks(story.state, story.now, story.book).filter((one) => one.clock === code && one.status === 'running').length;
  same(story.eventsOf('stepTaken').filter(({ step }) => step === 'collectOnTheSpot').map(({ claims }) => claims), [['specialReceipt'], ['specialReceipt']], 'each claims its number');
  story.at('2025-07-08').takes('handInCollection', { handedInCollection: second ?? 0 }, { party: 'p1', by: 'wang' });
  same(running('PEN-11'), 1, 'the first is with the officers still');
  story.takes('handInCollection', { handedInCollection: first ?? 0 }, { party: 'p1', by: 'wang' });
  same([running('PEN-11'), running('PEN-12')], [0, 2], 'both are with the office');
  paysIn(story);
  same(running('PEN-12'), 1, 'one is at the bank');
});

scenario('the papers of a collection are signed, and what the party said when it asked is taken down as it said it', (law) => {
  const story = handsIn(collects(served(law)).at('2025-07-08')).attaches('scan-1').attaches('scan-2');
  for (const [paper, scan] of [['collection-receipt', 'scan-1'], ['deposit-slip', 'scan-2']] as const) story.refused('signatureMissing', (it) => it.filesOriginal(paper, scan, { signatures: [] })).filesOriginal(paper, scan);
  const book = law.book();
  same(forbiddenWordBlockers(book, 'administrative-penalty-summary', legalDate(DAY), wordingsOfFacts(book.pack('administrative-penalty-summary').pack, { collectionRequest: '不是社会抚养费吧？我当场缴' })), [], 'a request');
});

// The ordinary procedure: a fine of 3,000 yuan decided on 2025-07-30 (Wednesday); art. 69 only, since art. 68 speaks of decisions on the spot.
const ordinary = (law: ScenarioLaw): Story => penaltyDecided(law).at('2025-07-31').serves('penalty-decision');
const FAR_OFF: PlainFacts = { ...FAR, collectedAmount: '3000.00' };
const collectsFar = (story: Story, facts: PlainFacts = {}, more: Parameters<Story['takes']>[2] = {}): Story => story.takes('collectOnTheSpot', { ...FAR_OFF, ...facts }, { party: 'p1', ...more });

scenario('ordinary procedure: collected far off, handed in, paid in, reported by the bank, performed', (law) => {
  const story = collectsFar(ordinary(law)).expectClock('PEN-09', { status: 'ended' }).expectClock('PEN-11', { dueOn: '2025-08-04', status: 'running' }).refused('receivedByCollector', (it) => it.takes('handInCollection', { handedInCollection: it.seqOf('collectOnTheSpot') }, { party: 'p1', by: 'zhang' }));
  handsIn(story.at('2025-08-01')).expectClock('PEN-12', { dueOn: '2025-08-05', status: 'running' }).refused('collectionHandedIn', handsIn);
  paysIn(story).refused('handInDeposited', paysIn).takes('recordPerformance').refused('moneyInHands', (it) => it.closes('performed')).deposits('fine', '3000.00').closes('performed').expectDuties('escalate', 0);
});

scenario('ordinary procedure: refused on no ground, without the request, the hardship, the receipt or the second officer', (law) => {
  const story = ordinary(law).refused('noGroundToCollect', (it) => collectsFar(it, { collectionGround: undefined })).refused('twoCertifiedOfficers', (it) => collectsFar(it, {}, { officers: certified('zhang') }));
  story.refused('partyDidNotAsk', (it) => collectsFar(it, { collectionAsked: false })).refused('partyDidNotAsk', (it) => collectsFar(it, { collectionRequest: undefined })).refused('bankNotHard', (it) => collectsFar(it, { bankIsHard: false }));
  story.refused('noSpecialReceipt', (it) => collectsFar(it, { collectionReceipt: undefined })).refused('receiptNumberUsed', (it) => collectsFar(it, {}, { claims: { specialReceipt: { heldBy: { office: '勉县武侯镇人民政府', number: null } } } }));
  story.refused('collectedAboveOwed', (it) => collectsFar(it, { collectedAmount: '3000.01' }));
  // Art. 68 is for decisions under art. 51: its grounds are none here.
  story.refused(['factType', 'noGroundToCollect'], (it) => collectsFar(it, { collectionGround: 'upTo100' }));
  collectsFar(story, { collectedAmount: '1000.00' }).refused('partyDidNotAsk', (it) => it.takes('collectOnTheSpot', { collectedAmount: '1.00', collectionGround: 'remoteArea', bankIsHard: true, ...RECEIPT, collectionReceipt: 'SN0000125' }, { party: 'p1' }));
  penaltyDecided(law).refused('wrongPhase', collectsFar);
});

scenario('ordinary procedure: each of two collections has its own hand-in and deposit, their papers are signed, the request is quoted', (law) => {
  const story = collectsFar(collectsFar(ordinary(law), { collectedAmount: '1000.00' }).at('2025-07-31', '11:00'), { collectedAmount: '2000.00', collectionReceipt: 'SN0000124' });
  const [first, second] = story.state.steps.filter(({ step }) => step === 'collectOnTheSpot').map(({ seq }) => seq);
  const running = (code: string): number => openClocks(story.state, story.now, story.book).filter((one) => one.clock === code && one.status === 'running').length;
  same(story.eventsOf('stepTaken').filter(({ step }) => step === 'collectOnTheSpot').map(({ claims }) => claims), [['specialReceipt'], ['specialReceipt']], 'each claims its number');
  story.at('2025-08-01').takes('handInCollection', { handedInCollection: second ?? 0 }, { party: 'p1', by: 'wang' });
  same(running('PEN-11'), 1, 'the first is with the officers still');
  story.takes('handInCollection', { handedInCollection: first ?? 0 }, { party: 'p1', by: 'wang' });
  paysIn(story).attaches('scan-1').attaches('scan-2');
  same([running('PEN-11'), running('PEN-12')], [0, 1], 'one is at the bank');
  for (const [paper, scan] of [['collection-receipt', 'scan-1'], ['deposit-slip', 'scan-2']] as const) story.refused('signatureMissing', (it) => it.filesOriginal(paper, scan, { signatures: [] })).filesOriginal(paper, scan);
  const book = law.book();
  same(forbiddenWordBlockers(book, 'administrative-penalty', legalDate(DAY), wordingsOfFacts(book.pack('administrative-penalty').pack, { collectionRequest: '不是社会抚养费吧？我当场缴' })), [], 'a request');
});

scenario('ordinary procedure: kept too long by the officers, by the office, and after the landing', (law) => {
  const story = collectsFar(ordinary(law)).at('2025-08-05').expectLapse('PEN-11', '2025-08-04').expectDuties('escalate', 1);
  paysIn(handsIn(story).expectDuties('escalate', 0).at('2025-08-08').expectLapse('PEN-12', '2025-08-07').expectDuties('escalate', 1)).expectClock('PEN-12', { status: 'lapsed' }).expectDuties('escalate', 0);
  story.refused('notOnWater', lands);
  const water = collectsFar(ordinary(law), { collectionGround: 'onWater' }).expectDuties('remind', 1);
  if (water.hasClock('PEN-11')) throw new Error('A period runs from the collection on water.');
  lands(water.at('2025-08-11')).expectClock('handInFromLanding', { dueOn: '2025-08-13', status: 'running' }).refused('landingRecorded', lands).at('2025-08-14').expectLapse('handInFromLanding', '2025-08-13').expectDuties('escalate', 1);
  handsIn(water);
  const prompt = lands(collectsFar(ordinary(law), { collectionGround: 'onWater' }).at('2025-08-11'));
  handsIn(prompt.at('2025-08-12')).expectClock('handInFromLanding', { status: 'ended' });
});

scenario('quashed while the money is in hands: it goes to the bank first, then back to the party', (law) => {
  const story = collectsFar(ordinary(law)).at('2025-08-01').takes('recordQuashing').refused('moneyInHands', (it) => it.closes('closedAfterQuashing'));
  same([story.owed('fine')?.suspense, story.inHands('fine')], ['3000.00', '3000.00'], 'of the party, and with the officers');
  paysIn(handsIn(story)).deposits('fine', '3000.00').closes('closedAfterQuashing').refunds('10000000-0000-4000-8000-000000000001', 'fine', '3000.00');
  // Decided anew without a penalty: what was collected for the decision before is not kept.
  const anew = collectsFar(ordinary(law)).at('2025-08-01').takes('recordQuashing').takes('decideAnew').takes('takeEvidence').takes('reportInvestigation').takes('decideNoPenalty').serves('no-penalty-decision');
  anew.refused('moneyInHands', (it) => it.closes('closedWithoutPenalty'));
  paysIn(handsIn(anew)).deposits('fine', '3000.00').closes('closedWithoutPenalty');
});

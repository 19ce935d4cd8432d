/** A collective discussion has at least two named leaders, each with an opinion (art. 57(2)); on the spot an officer can be recused too (art. 43). */
import { certified, citizen } from '#cases/testing/county';
import type { PlainFacts } from '#cases/testing/facts';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { Story, same } from '#cases/testing/story';
import { feeReady, penaltyReported } from './beginnings.ts';

const major = (law: ScenarioLaw): Story => penaltyReported(law, {}, { majorCase: true }).at('2025-07-21').takes('issueNotice').at('2025-07-22').serves('penalty-notice').at('2025-08-01');
const third: PlainFacts = { discussant2: 'han', discussant2Opinion: '同意' };

const discusses = (facts: PlainFacts) => (it: Story): Story => it.takes('discussCollectively', facts);

for (const [name, begin, paper] of [['a penalty', major, 'discussion-minutes'], ['a levy', feeReady, 'discussion-minutes']] as const) {
  scenario(`the discussion of ${name} names its chair and its participants, each once and with an opinion`, (law) => {
    const story = begin(law);
    story.refused(['discussedByOne', 'factMissing'], discusses({ discussant1: undefined })).refused('factMissing', discusses({ discussionChairOpinion: undefined }));
    story.refused('discussedByOne', discusses({ discussant1: 'zhao' }));
    for (const [facts, twice] of [[{ ...third, discussant2: 'zhao' }, 'the chair'], [{ ...third, discussant2: 'lin' }, 'the first'], [{ ...third, discussant3: 'han', discussant3Opinion: '同意' }, 'the second'], [{ discussant3: 'lin', discussant3Opinion: '同意' }, 'the first'], [{ discussant3: 'zhao', discussant3Opinion: '同意' }, 'the chair']] as const) {
      if (story.refusal('discussedByOne', discusses(facts)).length !== 1) throw new Error(`${twice} is named twice`);
    }
    story.refused('discussantWithoutOpinion', discusses({ discussant2: 'han' })).refused('discussantWithoutOpinion', discusses({ discussant3: 'han' }));
    story.takes('discussCollectively', third);
    same([story.state.facts['discussionChair'], story.state.facts['discussant2']], [{ type: 'person', personId: 'zhao' }, { type: 'person', personId: 'han' }], 'who discussed');
    const { paperId } = story.paper(paper);
    // A second discussion among two leaves out the third of the first.
    story.takes('discussCollectively');
    same([story.state.facts['discussant2'], story.paper(paper).paperId === paperId], [undefined, false], 'the later discussion');
    story.attaches('scan').refused('signatureMissing', (it) => it.filesOriginal(paper, 'scan', { signatures: [{ who: 'witness', how: 'signature', notedBy: [] }] }));
  });
}

scenario('who was recused takes no part in the discussion', (law) => {
  const story = major(law).takes('requestRecusal', { recusalPerson: 'lin' });
  story.takes('decideRecusal', { recusalRequest: story.seqOf('requestRecusal') }).refused('personRecused', (it) => it.takes('discussCollectively')).takes('discussCollectively', { discussant1: 'han' });
});

const DAY = '2025-07-07';
const scene = (law: ScenarioLaw): Story => Story.open({ book: law.book(), pack: 'administrative-penalty-summary', on: DAY, parties: [citizen('p1', '1985-03-02', DAY)], facts: { actEndedOn: DAY, discoveredOn: DAY, cause: 'highway-stall-or-pile' } }).takes('takeEvidence').takes('hearParty', { intendedFine: '100.00' });
const decides = (officers = certified('zhang', 'li'), by = 'zhang') => (it: Story): Story => it.takes('decideOnTheSpot', { fine: '100.00' }, { officers, by });

scenario('on the spot a request for recusal is decided before anything else is, and whoever is recused stands back', (law) => {
  const story = scene(law).takes('requestRecusal', { recusalPerson: 'li' }, { by: 'zhang' }).refused('recusalUndecided', decides());
  story.takes('decideRecusal', { recusalRequest: story.seqOf('requestRecusal') }).refused('recusalDecided', (it) => it.takes('decideRecusal', { recusalRequest: it.seqOf('requestRecusal') }));
  story.refused('personRecused', decides());
  decides(certified('zhang', 'chen'))(story).expectPhase('decided');
  // Refused, the officer goes on; nobody decides on his own recusal.
  const refused = scene(law).takes('requestRecusal', { recusalPerson: 'zhang' }, { by: 'zhang' });
  refused.takes('decideRecusal', { recusalRequest: refused.seqOf('requestRecusal'), recusalGranted: false });
  decides()(refused).expectPhase('decided');
  const own = scene(law).takes('requestRecusal', { recusalPerson: 'zhao' }, { by: 'zhang' });
  own.refused('ownRecusal', (it) => it.takes('decideRecusal', { recusalRequest: it.seqOf('requestRecusal') })).takes('decideRecusal', { recusalRequest: own.seqOf('requestRecusal') }, { by: 'ma' });
});

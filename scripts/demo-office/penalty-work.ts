/** The steps of an ordinary penalty case as an office takes them, one function a piece of work. */
import type { Colleague, CommandDone } from './client.ts';
import { askedAbout, inCharacters, type DemoParty } from './demo-identities.ts';

export interface PenaltyTeam { officer: Colleague; second: string; first: string; head: Colleague }
export interface PenaltyFacts { party: DemoParty; cause: string; causeName: string; summary: string; basis: string; violated: string; findings: string; evidence: string; minimum: string; maximum: string; intended: string; correction: string }

const PACK = 'administrative-penalty';

/** Case work bound to one case; `key` makes every command repeatable. */
export class PenaltyWork {
  private constructor(readonly caseId: string, readonly caseNumber: string, private readonly team: PenaltyTeam, private readonly facts: PenaltyFacts, private readonly key: string) {}

  static async open(team: PenaltyTeam, facts: PenaltyFacts, days: { on: string; actEndedOn: string; discoveredOn: string }, key: string): Promise<PenaltyWork> {
    const done = await team.officer.does('/api/cases', {
      pack: PACK, on: days.on, parties: [facts.party],
      facts: { cause: facts.cause, causeName: facts.causeName, leadSource: 'inspection', actEndedOn: days.actEndedOn, discoveredOn: days.discoveredOn, summary: facts.summary },
    }, `${key}-open`);
    return new PenaltyWork(done.caseId, done.caseNumber, team, facts, key);
  }

  private step(who: Colleague, step: string, on: string, facts: Record<string, unknown>, more: { officers?: boolean; party?: string; key?: string } = {}): Promise<CommandDone> {
    return who.does(`/api/cases/${this.caseId}/steps/${step}`, {
      on, facts, ...(more.officers === false ? {} : { officers: [this.team.first, this.team.second] }), ...(more.party ? { party: more.party } : {}),
    }, `${this.key}-${more.key ?? step}`);
  }

  async file(on: string): Promise<CommandDone> {
    await this.step(this.team.officer, 'proposeFiling', on, { basis: this.facts.basis, proposal: '经核查，涉嫌违法，建议立案调查。' });
    return this.step(this.team.head, 'fileCase', on, { approval: '同意立案。' }, { officers: false });
  }

  async investigate(on: string, proposal: 'penalty' | 'noPenalty' = 'penalty'): Promise<CommandDone> {
    await this.step(this.team.officer, 'takeEvidence', on, { evidenceKind: 'inspectionRecord', evidenceSummary: this.facts.evidence });
    await this.step(this.team.officer, 'recordInquiry', on, {
      certificatesShown: true, askedPerson: askedAbout(this.facts.party), inquiryTime: `${inCharacters(on)}9时30分`, inquiryEnd: '10时10分', inquiryPlace: this.facts.party.identity.address, recorder: '李强',
      dialogue: '问：上述情况是否属实？\n答：属实，我愿意整改。',
    });
    return this.step(this.team.officer, 'reportInvestigation', on, { findings: this.facts.findings, evidence: this.facts.evidence, violated: this.facts.violated, reportedProposal: proposal });
  }

  giveNotice(on: string): Promise<CommandDone> {
    return this.step(this.team.officer, 'issueNotice', on, { reasons: '违法事实清楚，证据确凿，情节一般。', basis: this.facts.basis, fineMinimum: this.facts.minimum, fineMaximum: this.facts.maximum, intendedFine: this.facts.intended });
  }

  waiveHearing(on: string): Promise<CommandDone> {
    // Not by whoever investigates.
    return this.step(this.team.head, 'waiveHearing', on, { waivedInWriting: true }, { officers: false, party: 'p1' });
  }

  hearStatement(on: string): Promise<CommandDone> {
    return this.step(this.team.officer, 'recordStatement', on, { statement: '当事人陈述已自行整改，请求从轻处理。', statementAnswer: '经复核，整改属实，予以采纳。' }, { party: 'p1' });
  }

  decide(on: string, fine: string): Promise<CommandDone> {
    return this.step(this.team.head, 'decidePenalty', on, { fine, defence: '当事人在规定期限内进行了陈述，未要求听证；陈述意见已采纳。', correction: this.facts.correction }, { officers: false });
  }

  decideNoPenalty(on: string): Promise<CommandDone> {
    return this.step(this.team.head, 'decideNoPenalty', on, { noPenaltyGround: 'slightCorrected', groundEvidence: '现场复查笔录及照片', reasons: '违法行为轻微并及时改正，没有造成危害后果。', basis: '《中华人民共和国行政处罚法》第三十三条第一款' }, { officers: false });
  }

  close(on: string, closing: string, reason: string): Promise<CommandDone> {
    return this.team.head.does(`/api/cases/${this.caseId}/close`, { closing, on, reason }, `${this.key}-close`);
  }

  /** The party asks in writing, with proof, to pay later or in parts (Penalty Law art. 66). Not entered by whoever investigates. */
  applyForTerms(on: string): Promise<CommandDone> {
    return this.step(this.team.head, 'applyForTerms', on, { termsInWriting: true, hardshipProof: true, hardship: '经营困难，一次缴清确有困难。' }, { officers: false, party: 'p1' });
  }

  /** Equal monthly instalments, from their first day on. */
  approveInstalments(on: string, { asked, first, count }: { asked: CommandDone; first: string; count: number }): Promise<CommandDone> {
    const termsApplication = asked.events.find(({ type, about }) => type === 'stepTaken' && about === 'applyForTerms')?.seq;
    return this.step(this.team.head, 'approveTerms', on, { termsApplication, planMethod: 'monthly', planFirst: first, planCount: count, termsReasons: '困难属实，同意分期缴纳。' }, { officers: false, party: 'p1' });
  }

  /** Serves the last paper that a command issued, by one attempt. */
  serve(issued: CommandDone, paper: string, attempt: Record<string, unknown>, label = 'serve'): Promise<CommandDone> {
    const found = issued.papers.find((one) => one.paper === paper);
    if (!found) throw new Error(`The command did not issue ${paper}.`);
    return this.team.officer.does(`/api/cases/${this.caseId}/papers/${found.paperId}/service`, { party: 'p1', attempt, officers: [this.team.first, this.team.second] }, `${this.key}-${label}-${paper}`);
  }
}

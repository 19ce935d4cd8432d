/** The steps of a fee case of its years, 2002-09-01 to 2021-08-19, as an office took them. */
import type { Colleague, CommandDone } from './client.ts';
import { askedAbout, inCharacters, type DemoParty } from './demo-identities.ts';

export interface FeeTeam { officer: Colleague; first: string; second: string; head: Colleague }
export interface FeeFacts { parents: DemoParty[]; childBornOn: string; childOrder: number; discoveredOn: string; baseYear: number; base: string[] }

export class FeeWork {
  private constructor(readonly caseId: string, readonly caseNumber: string, private readonly team: FeeTeam, private readonly facts: FeeFacts, private readonly key: string) {}

  static async open(team: FeeTeam, facts: FeeFacts, on: string, key: string): Promise<FeeWork> {
    const done = await team.officer.does('/api/cases', {
      pack: 'social-maintenance-fee', on, parties: facts.parents,
      facts: { childBornOn: facts.childBornOn, childOrder: facts.childOrder, discoveredOn: facts.discoveredOn, summary: '群众来访中发现，须核查。' },
    }, `${key}-open`);
    return new FeeWork(done.caseId, done.caseNumber, team, facts, key);
  }

  private step(who: Colleague, step: string, on: string, facts: Record<string, unknown>, more: { officers?: boolean; party?: string } = {}): Promise<CommandDone> {
    return who.does(`/api/cases/${this.caseId}/steps/${step}`, {
      on, facts, ...(more.officers === false ? {} : { officers: [this.team.first, this.team.second] }), ...(more.party ? { party: more.party } : {}),
    }, `${this.key}-${step}-${more.party ?? ''}`);
  }

  async file(on: string): Promise<CommandDone> {
    await this.step(this.team.officer, 'proposeFiling', on, { basis: '《社会抚养费征收管理办法》第三条、第四条', proposal: '建议立案调查。' });
    return this.step(this.team.head, 'fileCase', on, { approval: '同意立案。' }, { officers: false });
  }

  async investigate(on: string): Promise<CommandDone> {
    for (const [index] of this.facts.parents.entries()) {
      await this.step(this.team.officer, 'takeIncomeEvidence', on, { incomeEvidence: '单位收入证明及村委会证明。', partySex: index === 0 ? 'male' : 'female' }, { party: `p${index + 1}` });
    }
    await this.step(this.team.officer, 'recordInquiry', on, { certificatesShown: true, askedPerson: this.facts.parents[0] ? askedAbout(this.facts.parents[0]) : '', inquiryTime: `${inCharacters(on)}9时`, inquiryEnd: '9时40分', inquiryPlace: '勉阳街道办事处', recorder: '刘洋', dialogue: '问：上述情况是否属实？\n答：属实。' });
    return this.step(this.team.officer, 'reportInvestigation', on, { findings: '当事人双方不符合法定条件生育，事实清楚。', evidence: '询问笔录、出生医学证明、收入证明。', levyProposed: true });
  }

  giveNotice(on: string, party: 1 | 2): Promise<CommandDone> {
    return this.step(this.team.officer, 'issueNotice', on, { baseYear: this.facts.baseYear, baseKind: 'rural', baseAmount: this.facts.base[party - 1] ?? '', extraChildren: 1, basis: '《社会抚养费征收管理办法》第三条' }, { party: `p${party}` });
  }

  decide(on: string, party: 1 | 2): Promise<CommandDone> {
    return this.step(this.team.head, 'decideLevy', on, { defence: '当事人在规定期限内未提出陈述、申辩。' }, { party: `p${party}`, officers: false });
  }

  serve(issued: CommandDone, paper: string, party: 1 | 2, attempt: Record<string, unknown>, label = 'serve'): Promise<CommandDone> {
    const found = issued.papers.find((one) => one.paper === paper);
    if (!found) throw new Error(`The command did not issue ${paper}.`);
    return this.team.officer.does(`/api/cases/${this.caseId}/papers/${found.paperId}/service`, { party: `p${party}`, attempt, officers: [this.team.first, this.team.second] }, `${this.key}-${label}-${paper}-${party}`);
  }

  close(on: string, closing: string, reason: string): Promise<CommandDone> {
    return this.team.head.does(`/api/cases/${this.caseId}/close`, { closing, on, reason }, `${this.key}-close`);
  }
}

/** Papers that a closing issues: the report on it (结案报告) and the index of the file (卷内文件目录), dated with it. */
import type { LawBook } from '#law';
import type { PackClosing } from '#law/pack-format';
import { type Around, scopeOf } from '../act-rules.ts';
import type { EventRun } from '../event-run.ts';
import { holds } from '../conditions.ts';
import type { CaseCommand } from '../model.ts';

/** Issues them on a case that is still open; the closing follows. They belong to the case, not to its last step. */
export function issueClosingPapers(run: EventRun, command: Extract<CaseCommand, { type: 'closeCase' }>, closing: PackClosing, book: LawBook, around: Around): void {
  const { pack } = book.pack(run.state.pack);
  const scope = scopeOf(run.state, command.on, run.at, book, { around });
  for (const issue of closing.issues.filter(({ when }) => !when || holds(when, scope) === true)) {
    const paper = pack.papers.find((one) => one.code === issue.paper);
    if (paper === undefined) throw new Error(`Closing ${closing.code} of pack ${pack.id} issues an unknown paper ${issue.paper}.`);
    run.add({
      type: 'paperIssued', v: 1, occurredOn: command.on, number: null, sha256: null, templateSha256: null,
      paper: { paperId: run.nextId, paper: paper.code, party: null, series: paper.series, authorityId: run.state.body.authorityId, closing: { code: closing.code, reason: command.reason } },
    });
  }
}

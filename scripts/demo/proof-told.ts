/** The end of the story: a day is proved from the events alone, its heads are signed, and every chain is recomputed. */
import { DataSource } from 'typeorm';
import { keptProfile, openStore } from '#store';
import { openKeys } from '#store/keys';
import { connectionOptions } from '#store/open-store';
import { faultSentence, verifyAll, type RecordVerdict } from '#store/verify';
import { proveAndSign, type ProvedAndSigned } from '../daily-proof.ts';
import { ServerProblem } from '../servers/server-problem.ts';
import type { Instance } from '../start/instance.ts';
import type { Narrator, Told } from './narrator.ts';

const t = (zh: string, en: string): Told => ({ zh, en });

/** That of the post slip which withdraws a lapse, and that on which the story ends. */
const DAYS = ['2025-12-05', '2026-07-27'];

/** Why a recomputed period is not the recorded one; others show by their code. */
const CAUSES: Record<string, Told> = { withdrawn: t('届满已撤回', 'lapse withdrawn'), recordedLate: t('迟录', 'recorded late'), calendarAmended: t('日历修订', 'calendar amended'), outage: t('停机', 'outage') };

/** Throws ServerProblem when a difference has no known cause, or a chain is broken. */
export async function tellProof(instance: Instance, story: Narrator): Promise<void> {
  story.chapter(t('核验', 'The proof'), t('迟到的回执送来之日、最后一日：各期限从记录重新计算，与所存、所记逐一比对；再核对全部记录链。', 'Of the day of the late slip and of the last day: every period is computed again from the events and compared with what was stored and recorded; then every chain.'));
  for (const day of DAYS) {
    const { proof } = await proved(instance, day);
    const causes = Object.entries(proof.causes).map(([cause, count]) => ({ zh: `${CAUSES[cause]?.zh ?? cause} ${count}`, en: `${CAUSES[cause]?.en ?? cause} ${count}` }));
    const [zh, en] = [causes.map((one) => one.zh).join('，'), causes.map((one) => one.en).join(', ')];
    story.note(t(`${day}核验：案件 ${proof.cases}，期限 ${proof.clocks}，差异 ${proof.differences.length}${zh === '' ? '' : `（${zh}）`}，无法解释的 0`, `${day} proof: ${proof.cases} cases, ${proof.clocks} periods, ${proof.differences.length} ${proof.differences.length === 1 ? 'difference' : 'differences'}${en === '' ? '' : ` (${en})`}, 0 unexplained`));
  }
  const { cases, events, references, heads } = await verified(instance);
  story.note(t(`记录链：案件 ${cases}，事项 ${events}，引用的内容、文书、文件 ${references}，已签名的案件末端 ${heads.heads}：完整`, `chains: ${cases} cases, ${events} events, ${references} contents, papers and files referred to, ${heads.heads} signed heads: whole`));
}

async function proved({ database, dataDir }: Instance, day: string): Promise<ProvedAndSigned> {
  const source = await openStore(database.appUrl, { applicationName: 'anjuan demo', poolSize: 2 });
  try {
    const done = await proveAndSign(source, dataDir, day);
    if ((done.proof.causes.unexplained ?? 0) > 0) throw new ServerProblem(`The proof has ${done.proof.causes.unexplained} differences without a known cause.`);
    return done;
  } finally {
    await source.destroy();
  }
}

async function verified({ database, dataDir }: Instance): Promise<RecordVerdict> {
  const source = await new DataSource(connectionOptions(database.ownerUrl, { applicationName: 'anjuan demo', poolSize: 1 })).initialize();
  try {
    const profile = await keptProfile(source);
    if (profile === null) throw new ServerProblem('This database was never started: there is nothing to verify.');
    const faults: string[] = [];
    const verdict = await verifyAll(source, await openKeys(source.manager, { dataDir, keysFile: process.env.ANJUAN_KEYS_FILE, profile }), { onFault: (fault) => faults.push(faultSentence(fault)) });
    if (!verdict.whole) throw new ServerProblem(`The record is not whole: ${faults.slice(0, 3).join('; ')}`);
    return verdict;
  } finally {
    await source.destroy();
  }
}

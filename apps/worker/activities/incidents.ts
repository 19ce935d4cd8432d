import type { DataSource, EntityManager } from 'typeorm';
import type { Logger } from '@nestjs/common';
import { caseOfDuty, type Activities, type IncidentKind } from '#contracts';
import { legalNow, MACHINE, withActor, withCase } from '#store';
import { describeError } from './failures.ts';

/** What people read; ids stand beside it. */
const sentences: Record<IncidentKind, { zh: string; en: string }> = {
  caseCannotAdvance: { zh: '本案无法自动推进，系统每小时重试一次；请联系管理员。', en: 'The case cannot be brought to now; it is tried again every hour. Call the administrator.' },
  dutyCannotBeRead: { zh: '一项待办职责无法读取，系统每小时重试一次；请联系管理员。', en: 'A duty cannot be read; it is tried again every hour. Call the administrator.' },
  messageNotDelivered: { zh: '一条提醒未能发出，仅留在收件箱中。', en: 'A message could not be sent for a day; the inbox entry has to do.' },
  calendarNoticeMissing: { zh: '缺少放假安排通知，期限的届满日暂不能确定，请录入通知。', en: 'A holiday notice is missing, so the end of a period cannot be fixed. Load the notice.' },
  proofMissing: { zh: '缺少前一日的期限核验。', en: 'The proof of a day is missing.' },
  proofDiffers: { zh: '期限核验发现原因不明的差异，请复核。', en: 'The daily proof found differences without a known cause. Review them.' },
};

/** Opens and closes the incidents that people see; one open at a time for each subject and kind. */
export function incidentActivities(source: DataSource, log: Pick<Logger, 'error' | 'log'>): Pick<Activities, 'reportIncident' | 'endIncident'> {
  return {
    async reportIncident(subject, kind) {
      await atOfficesConcerned(source, subject, async (manager, officeId, caseId) => {
        if (kind === 'calendarNoticeMissing' && !(await isOwed(manager, subject))) return;
        log.error(`Incident ${kind}: ${subject}`);
        const { at } = await legalNow(manager);
        const [failure] = caseId === null ? [] : await manager.query<{ last_error: string; attempts: number }[]>('SELECT last_error, attempts FROM command_failure WHERE case_id = $1', [caseId]);
        const about = { ...sentences[kind], subject, ...(failure === undefined ? {} : { lastError: failure.last_error, attempts: failure.attempts }) };
        await manager.query(`
          INSERT INTO incident AS i (subject, case_id, office_id, kind, about, opened_at, last_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
          ON CONFLICT (subject) WHERE closed_at IS NULL DO UPDATE SET times = i.times + 1, last_at = excluded.last_at, about = excluded.about`,
        [subjectAt(subject, kind, officeId), caseId, officeId, kind, JSON.stringify(about), at]);
      });
    },

    async endIncident(subject, kind) {
      await atOfficesConcerned(source, subject, async (manager, officeId, caseId) => {
        const { at } = await legalNow(manager);
        await manager.query('UPDATE incident SET closed_at = $2, closed_by = $3 WHERE subject = $1 AND closed_at IS NULL', [subjectAt(subject, kind, officeId), at, MACHINE]);
        if (caseId !== null) await manager.query('DELETE FROM command_failure WHERE case_id = $1', [caseId]);
      });
      log.log(`Incident ${kind} has ended: ${subject}`);
    },
  };
}

const subjectAt = (subject: string, kind: IncidentKind, officeId: string): string => `${kind}:${subject}@${officeId}`;

/** Whether the duty is owed still; the record waits with its withdrawal until this transaction has ended. */
async function isOwed(manager: EntityManager, dutyId: string): Promise<boolean> {
  return (await manager.query<object[]>("SELECT 1 FROM duty WHERE duty_id = $1 AND status = 'owed' FOR SHARE", [dutyId])).length > 0;
}

/** The office of the case or duty; for what concerns no single case, every county legal office. */
async function atOfficesConcerned(source: DataSource, subject: string, work: (manager: EntityManager, officeId: string, caseId: string | null) => Promise<void>): Promise<void> {
  const caseId = /^[0-9a-f]{8}-[0-9a-f-]{27}(\.\d+)?$/.test(subject) ? caseOfDuty(subject) : null;
  if (caseId !== null) {
    await withCase(source, caseId, (manager, officeId) => work(manager, officeId, caseId));
    return;
  }
  const offices = await source.query<{ id: string }[]>("SELECT id FROM office WHERE kind = 'countyLegalOffice' ORDER BY id");
  for (const { id } of offices) await withActor(source, { actorId: MACHINE, offices: [id] }, (manager) => work(manager, id, null));
}

/** Keeps what last kept a case from advancing, without values of the case. When the record cannot be written, the log has to do. */
export async function noteFailure(source: DataSource, caseId: string, error: unknown): Promise<void> {
  await withCase(source, caseId, async (manager, officeId) => {
    await manager.query(`
      INSERT INTO command_failure AS f (case_id, office_id, attempts, first_at, last_at, last_error) VALUES ($1, $2, 1, clock_timestamp(), clock_timestamp(), $3)
      ON CONFLICT (case_id) DO UPDATE SET attempts = f.attempts + 1, last_at = excluded.last_at, last_error = excluded.last_error`, [caseId, officeId, describeError(error)]);
  });
}

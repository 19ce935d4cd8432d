import type { Pack } from '#law/pack-format';
import type { CaseState } from '#cases/model';
import { printDate } from './facts.ts';

/** What the index of a file says of it; null for a part that it has not. Throws for a part that no index has. */
export function filePart(part: string, { papers, files }: CaseState, pack: Pack): string | null {
  const titleOf = (code: string): string => pack.papers.find((one) => one.code === code)?.title.zh ?? code;
  switch (part) {
    case 'papers': return papers.filter((one) => !one.voided).map((one) => `${titleOf(one.paper)}：${one.number === null ? '' : `${one.number}，`}${printDate(one.issuedOn)}${one.original === null ? '' : '（签名原件扫描归档）'}`).join('\n') || null;
    case 'void': {
      const numbers = papers.filter((one) => one.voided).map((one) => `《${titleOf(one.paper)}》${one.number ?? ''}`);
      return numbers.length === 0 ? null : `作废文书：${numbers.join('、')}。`;
    }
    case 'attachments': return files.length === 0 ? null : `照片、扫描件、录音录像等电子文件共${files.length}件，随案保存。`;
    default: throw new Error(`No index of a file has the part "${part}".`);
  }
}

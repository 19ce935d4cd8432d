/**
 * Articles that consist of a list, so that their first number in brackets is an item (项), not a paragraph (款), by a
 * part of the instrument's Chinese name.
 */
const LISTS: readonly (readonly [instrument: string, articles: readonly string[]])[] = [
  ['行政处罚法', ['32', '64']],
  ['财政违法行为处罚处分条例', ['3']],
];

/**
 * 'art. 45(1), 85' as 第45条第1款、第85条; with the instrument's Chinese name also 'art. 64(1)' of the Penalty Law as
 * 第64条第1项; 'art. 92 (numbering before 2022)' says so in Chinese. What is not of this form is left as it stands.
 */
export function articleInChinese(article: string, instrument = ''): string {
  const lists = LISTS.find(([name]) => instrument.includes(name))?.[1] ?? [];
  const older = /^(.+) \(numbering before (\d{4})\)$/.exec(article);
  if (older?.[1] !== undefined) return `${articleInChinese(older[1], instrument)}（${older[2]}年以前的条文序号）`;
  const match = /^arts?\. (.+)$/.exec(article);
  const list = match?.[1];
  if (list === undefined) return article === '' ? '' : ` ${article}`;
  const parts: string[] = [];
  for (const part of list.split(', ')) {
    const fields = /^(\d+)(?:-(\d+))?(?:\((\d+)\))?(?:\((\d+)\))?$/.exec(part);
    const first = fields?.[1];
    if (!fields || first === undefined) return ` ${article}`;
    const to = fields[2] === undefined ? '' : `至第${fields[2]}条`;
    const level = lists.includes(first) ? '项' : '款';
    parts.push(`第${first}条${to}${fields[3] === undefined ? '' : `第${fields[3]}${level}`}${fields[4] === undefined ? '' : `第${fields[4]}项`}`);
  }
  return parts.join('、');
}

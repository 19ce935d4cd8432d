/** 'art. 64(1), 85' as 第64条第1款、第85条. What is not of this form is left as it stands. */
export function articleInChinese(article: string): string {
  const match = /^arts?\. (.+)$/.exec(article);
  const list = match?.[1];
  if (list === undefined) return article === '' ? '' : ` ${article}`;
  const parts: string[] = [];
  for (const part of list.split(', ')) {
    const fields = /^(\d+)(?:-(\d+))?(?:\((\d+)\))?(?:\((\d+)\))?$/.exec(part);
    const first = fields?.[1];
    if (!fields || first === undefined) return ` ${article}`;
    const to = fields[2] === undefined ? '' : `至第${fields[2]}条`;
    parts.push(`第${first}条${to}${fields[3] === undefined ? '' : `第${fields[3]}款`}${fields[4] === undefined ? '' : `第${fields[4]}项`}`);
  }
  return parts.join('、');
}

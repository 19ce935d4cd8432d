/** An article as people cite it: 《中华人民共和国行政处罚法》第64条第1项 / Administrative Penalty Law art. 64(1). */
import { articleInChinese } from './article.ts';
import type { BilingualText, Cite, Pack } from './pack-format.ts';

/** As the clocks of the reference data name a second instrument, in short. */
const IN_SHORT: readonly { name: BilingualText }[] = [
  { name: { zh: '最高人民法院关于适用行政诉讼法的解释（2018年）', en: 'Interpretation 2018' } }, { name: { zh: '中华人民共和国行政强制法', en: 'Compulsion Law' } },
];

/**
 * Instrument and article in one text. Parts of the article after a semicolon name another instrument in English
 * ("art. 90; Administrative Penalty Law art. 61(2)"); it is put into Chinese where it is among those known.
 */
export function citationText(instrument: BilingualText, article: string, known: readonly { name: BilingualText }[] = []): BilingualText {
  const [first = '', ...more] = article.split('; ');
  const further = more.map((part) => {
    const other = [...known, ...IN_SHORT].find((one) => part.startsWith(`${one.name.en} `))?.name;
    return other === undefined ? part : inChinese(other.zh, part.slice(other.en.length + 1));
  });
  return { zh: [inChinese(instrument.zh, first), ...further].join('、'), en: `${instrument.en} ${article}` };
}

/** The article of a pack as its rules cite it. */
export function packCitation(pack: Pack, cite: Cite): BilingualText {
  const instrument = pack.instruments.find((one) => one.id === cite.instrument)?.name ?? { zh: cite.instrument, en: cite.instrument };
  return citationText(instrument, cite.article, pack.instruments);
}

/** The number of an order stands behind the title: 《社会抚养费征收管理办法》（国务院令第357号）. A rule of the county has no title. */
function inChinese(name: string, article: string): string {
  const [, title = name, order = ''] = /^([^（]+)(（.+）)?$/.exec(name) ?? [];
  const titled = title.startsWith('中华人民共和国') || /(法|办法|条例|规定|解释)$/.test(title) && title !== '县级规定' ? `《${title}》${order}` : name;
  return `${titled}${articleInChinese(article, name)}`;
}

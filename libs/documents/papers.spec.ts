import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import type { PaperContent, PaperValue, RenderedPaper } from './index.ts';
import { MissingGlyphError, PaperFieldsError, PaperRenderer, paperTemplates } from './index.ts';
import { pdfPages } from './testing/pdf-text.ts';
import { samplePaper, samplePapers } from './testing/sample-papers.ts';

const templates = paperTemplates();
const codes = templates.map((template) => template.code);
let renderer: PaperRenderer;
beforeAll(async () => { renderer = await PaperRenderer.create(); });

/** The text of all pages in one, the footers after it, so that a page break cuts no sentence. */
const textOf = (paper: RenderedPaper): string => {
  const footer = /案号：[^：]*第\d+页共\d+页/g;
  const pages = pdfPages(paper.bytes);
  return pages.map((page) => page.replaceAll(footer, '')).join('') + pages.flatMap((page) => page.match(footer) ?? []).join('');
};
const squeezed = (text: string): string => text.replaceAll(/\s/g, '');
const withFields = (template: string, fields: Record<string, PaperValue>): PaperContent => {
  const sample = samplePaper(template);
  return { ...sample, fields: { ...sample.fields, ...fields } };
};
const refusal = (content: PaperContent): Error => {
  try {
    renderer.render(content);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('the paper was not refused');
};
/** The single texts of a field, as they must appear in print. */
const printedTexts = (value: PaperValue): string[] => {
  if (value === null) return [];
  if (typeof value === 'string') return [value];
  return value.flatMap((part) => (typeof part === 'string' ? [part] : [part.label, part.value]));
};

describe('templates', () => {
  it('each declared template has a file and each file is declared', () => {
    const files = readdirSync(new URL('templates/', import.meta.url)).filter((file) => file !== 'base.typ');
    expect(files.sort()).toEqual([...templates.filter((each) => each.layout === undefined).map(({ code }) => `${code}.typ`), 'form.typ'].sort());
    expect(samplePapers.map((sample) => sample.template).sort()).toEqual([...codes].sort());
  });

  it.each(codes)('%s prints every field that is declared, required or not', (code) => {
    const fields: Record<string, PaperValue> = {};
    for (const [index, field] of templates.find((each) => each.code === code)!.fields.entries()) {
      const mark = `甲${index}乙`;
      fields[field.name] = { text: mark, paragraphs: [mark, `${mark}丙`], date: `20${10 + index}-02-03`, amount: `${1000 + index}.50`, ordinal: '2', rows: [{ label: mark, value: `${mark}丁` }] }[field.kind];
    }
    const text = textOf(renderer.render({ ...samplePaper(code), fields }));
    const missing = templates.find((each) => each.code === code)!.fields.filter((field) => {
      const value = fields[field.name]!;
      const wanted = field.kind === 'date' ? [`${(value as string).slice(0, 4)}年2月3日`] : field.kind === 'ordinal' ? ['第二个'] : printedTexts(value);
      return wanted.some((each) => !text.includes(each));
    });
    expect(missing.map((field) => field.name)).toEqual([]);
  });

  it('the reason why there is no right to a hearing takes the place of that right', () => {
    const text = textOf(renderer.render(withFields('penalty-notice', { hearingPeriod: null, hearingLastDay: null, noHearingReason: '本案不属于应当告知听证权利的情形。' })));
    expect(text).toContain('本案不属于应当告知听证权利的情形。');
    expect(text).not.toContain('要求听证的');
  });
});

describe('every sample', () => {
  it.each(codes)('%s is PDF/A-2b, equal bytes twice and in a new renderer, with issuer, number, date and case number', async (code) => {
    const sample = samplePaper(code);
    const started = performance.now();
    const paper = renderer.render(sample);
    const took = performance.now() - started;
    const again = (await PaperRenderer.create()).render(sample);
    expect(Buffer.from(renderer.render(sample).bytes).equals(Buffer.from(paper.bytes))).toBe(true);
    expect(again).toMatchObject({ sha256: paper.sha256, templateSha256: paper.templateSha256, pages: paper.pages });
    expect(paper.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(paper.mediaType).toBe('application/pdf');
    const file = Buffer.from(paper.bytes).toString('latin1');
    expect(file).toContain('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>');
    expect(file).toContain(`(D:${sample.issuedOn.replaceAll('-', '')})`);
    const pages = pdfPages(paper.bytes);
    expect(pages).toHaveLength(paper.pages);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`第${index + 1}页共${paper.pages}页`);
      expect(page).toContain(`案号：${sample.fields['caseNumber'] as string}`);
      expect(page).not.toContain('TRAINING');
    }
    const text = pages.join('');
    for (const wanted of [sample.issuer, sample.number ?? '', templates.find((each) => each.code === code)!.title.zh]) expect(text).toContain(squeezed(wanted));
    console.info(`${code}: ${took.toFixed(1)} ms, ${paper.pages} pages, ${paper.bytes.length} bytes`);
  });

  it('a remedy that was brought before the decision was served is answered without that day', () => {
    const sample = samplePaper('reconsideration-answer');
    const { servedOn: _, ...fields } = sample.fields;
    expect(textOf(renderer.render({ ...sample, fields }))).toContain('勉卫罚决〔2025〕3号');
  });

  it('a decision carries its day of issue in Chinese characters, and 2026-02-30 is refused', () => {
    expect(textOf(renderer.render(samplePaper('penalty-decision')))).toContain('二〇二五年九月二十八日');
    expect(textOf(renderer.render({ ...samplePaper('penalty-decision'), issuedOn: '2030-10-20' }))).toContain('二〇三〇年十月二十日');
    expect(refusal({ ...samplePaper('penalty-decision'), issuedOn: '2026-02-30' })).toMatchObject({ name: 'PaperFieldsError', field: 'issuedOn' });
  });

  it('another content gives another SHA-256, the same form the same template SHA-256', () => {
    const one = renderer.render(samplePaper('penalty-decision'));
    const other = renderer.render(withFields('penalty-decision', { fineAmount: '50000.01' }));
    expect(other.sha256).not.toBe(one.sha256);
    expect(other.templateSha256).toBe(one.templateSha256);
    expect(renderer.render(samplePaper('levy-decision')).templateSha256).not.toBe(one.templateSha256);
  });
});

describe('what is printed', () => {
  it.each(codes)('%s: under training every page says so', (code) => {
    const pages = pdfPages(renderer.render({ ...samplePaper(code), training: true }).bytes);
    for (const page of pages) expect(page).toContain('培训TRAINING');
  });

  it('under entrustment the principal signs, and the entrusted organisation is named as such', () => {
    const text = textOf(renderer.render({ ...samplePaper('penalty-decision'), entrustedTo: '勉县样本镇人民政府' }));
    expect(text).toContain('（受勉县卫生健康局委托，由勉县样本镇人民政府实施）');
    expect(text).toContain('勉县卫生健康局（印章）');
  });

  it('who acts for an absent official is said with the number of the authority', () => {
    expect(textOf(renderer.render({ ...samplePaper('penalty-decision'), substitution: '李强受委托代行王芳职责，依据勉阳委〔2025〕3号' }))).toContain('（李强受委托代行王芳职责，依据勉阳委〔2025〕3号）');
    expect(textOf(renderer.render(samplePaper('penalty-decision')))).not.toContain('代行');
  });

  it('markup in a text is printed, not run', () => {
    const attack = '#panic("x") *bold* _it_ $x$ @ref <label> // 注释 /* 注 */ \\u{41} `code` = 标题 #{1+1} -- ~ \\#sys.inputs';
    for (const code of codes) {
      const fields = samplePaper(code).fields;
      for (const field of templates.find((each) => each.code === code)!.fields) {
        if (fields[field.name] === undefined) continue;
        if (field.kind === 'text') fields[field.name] = attack;
        if (field.kind === 'paragraphs') fields[field.name] = [attack, '= 标题'];
        if (field.kind === 'rows') fields[field.name] = [{ label: attack, value: attack }];
      }
      const text = textOf(renderer.render({ ...samplePaper(code), issuer: attack, number: attack, fields }));
      expect(text.split(squeezed(attack)).length).toBeGreaterThan(3);
    }
  });

  it('copies and for whom, what is read out, and the places to sign stand on the sheet; nothing of them where the pack says nothing', () => {
    const bare = textOf(renderer.render({ ...samplePaper('on-the-spot-decision'), copies: [], signs: [], readAloud: null, doorCode: null }));
    const full = textOf(renderer.render(samplePaper('on-the-spot-decision')));
    const wanted = ['本文书一式三份：当事人一份，案卷两份。', '本决定书当场宣告后交付当事人', '执法人员签名：', '当事人签名或者捺指印：', '查询码K7QM-2XVT-9HRD-4W8N-P'];
    expect(wanted.filter((each) => !full.includes(each))).toEqual([]);
    expect(wanted.filter((each) => bare.includes(each))).toEqual([]);
  });

  it("the party's code to the door stands on the first page only, and another code gives other bytes", () => {
    const facts = Array.from({ length: 30 }, () => '经查明的事实较长，'.repeat(10));
    const pages = pdfPages(renderer.render({ ...withFields('penalty-decision', { facts }), doorCode: 'K7QM-2XVT' }).bytes);
    expect(pages.map((page) => page.includes('K7QM-2XVT'))).toEqual(pages.map((_, index) => index === 0));
    expect(renderer.render({ ...samplePaper('penalty-decision'), doorCode: 'K7QM-2XVT' }).sha256).not.toBe(renderer.render({ ...samplePaper('penalty-decision'), doorCode: 'K7QM-2XVU' }).sha256);
    expect(refusal({ ...samplePaper('penalty-decision'), doorCode: '𠮷' })).toMatchObject({ field: 'doorCode' });
  });

  it('a paper that orders money ends with a slip for the bank on a page of its own, which names the reference and nobody', () => {
    const payments = [{ name: '罚款', reference: '6107 2501 2500 0000 1273', code: 'AJP1:61072501250000001273' }];
    const [plain, paid] = [[], payments].map((slips) => pdfPages(renderer.render({ ...samplePaper('penalty-decision'), payments: slips }).bytes));
    expect(paid).toHaveLength((plain?.length ?? 0) + 1);
    for (const words of ['缴款通知', '所缴款项：罚款', '缴款码：61072501250000001273']) expect(paid?.at(-1)).toContain(words);
    expect(paid?.at(-1)).not.toContain('李样本');
    expect(renderer.render({ ...samplePaper('penalty-decision'), payments }).sha256).not.toBe(renderer.render({ ...samplePaper('penalty-decision'), payments: [{ ...payments[0]!, code: 'AJP1:x' }] }).sha256);
  });

  it.each(codes)('%s: every page has the code of the sheet, in words too', (code) => {
    const paper = renderer.render(samplePaper(code));
    for (const page of pdfPages(paper.bytes)) expect(page).toContain('0B0A7C1E.5-');
    expect(pdfPages(renderer.render({ ...samplePaper(code), reference: null }).bytes).join('')).not.toContain('0B0A7C1E');
  });

  it('a long text runs over pages without losing a word, a table too', () => {
    for (const [code, field] of [['penalty-decision', 'facts'], ['correction-order', 'correction'], ['inspection-record', 'findings'], ['approval-sheet', 'proposal'], ['filing-approval-form', 'summary'], ['inquiry-record', 'dialogue'], ['service-receipt', 'remarks']] as const) {
      const long = Array.from({ length: 60 }, (_, index) => `第${index}段${'经查明的事实较长，'.repeat(12)}止${index}。`);
      const paper = renderer.render(withFields(code, { [field]: code === 'inquiry-record' ? long.map((value) => ({ label: '答', value })) : long }));
      expect(paper.pages).toBeGreaterThan(5);
      // Page footers stand between the pages, so each paragraph is looked for by its two ends.
      const text = textOf(paper);
      for (let index = 0; index < 60; index += 1) {
        expect(text).toContain(`第${index}段`);
        expect(text).toContain(`止${index}。`);
      }
    }
  });

  it('dates, amounts and rows may be given as the texts that a pack writes', () => {
    const asRows = renderer.render(samplePaper('penalty-decision'));
    const asText = renderer.render(withFields('penalty-decision', { fineAmount: '50,000.00元', partyParticulars: '性别：男\n居民身份证号码：999999198001011233\n法定代表人：' }));
    expect(asText.sha256).toBe(asRows.sha256);
    expect(renderer.render(withFields('penalty-notice', { hearingLastDay: '2025年9月15日' })).sha256).toBe(renderer.render(samplePaper('penalty-notice')).sha256);
    expect(textOf(renderer.render(withFields('hearing-notice', { investigators: ['赵承办：27060000001', '钱承办：27060000002'] })))).toContain('钱承办（执法证号：27060000002）');
  });

  it('an empty receipt has every row; once the way is known those of other ways are gone', () => {
    const { caseNumber, cause, addressee, papers } = samplePaper('service-receipt').fields;
    const form = { ...samplePaper('service-receipt'), fields: { caseNumber: caseNumber ?? null, cause: cause ?? null, addressee: addressee ?? null, papers: papers ?? null } };
    const rows = ['送达地点', '收到日期', '代收人签名', '拒收事由及', '见证人签名', '影像记录', '备注'];
    expect(rows.filter((row) => !textOf(renderer.render(form)).includes(row))).toEqual([]);
    const post = textOf(renderer.render({ ...form, fields: { ...form.fields, way: '邮寄送达', signature: '邮件回执附后' } }));
    expect(rows.filter((row) => post.includes(row))).toEqual([]);
    expect(post).toContain('邮件回执附后');
  });

  it('records have places to sign on every page', () => {
    const dialogue = Array.from({ length: 80 }, (_, index) => ({ label: index % 2 ? '答' : '问', value: `第${index}句话。` }));
    const pages = pdfPages(renderer.render(withFields('inquiry-record', { dialogue })).bytes);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(page).toContain('被询问人签名、日期：');
    expect(pages.join('').split('被询问人签名').length - 1).toBe(pages.length);
  });

  it('the place of the seal never stands on a page without text', () => {
    for (let extra = 0; extra < 45; extra += 1) {
      const pages = pdfPages(renderer.render(withFields('penalty-decision', { defence: Array.from({ length: extra + 1 }, () => '无') })).bytes);
      expect(pages.at(-1)).toContain('申请人民法院强制执行。勉县卫生健康局（印章）');
    }
  });
});

describe('what is refused', () => {
  it.each(templates.flatMap((template) => template.required.map((field) => [template.code, field] as const)))('%s without %s, by its name', (code, field) => {
    for (const empty of [null, '', ' \n', []]) {
      const error = refusal(withFields(code, { [field]: empty }));
      expect(error).toBeInstanceOf(PaperFieldsError);
      expect(error).toMatchObject({ template: code, field });
      expect(error.message).toContain(field);
    }
  });

  it('a fine without collecting institution, words or a sentence on the additional fine; no fine without performance', () => {
    for (const field of ['payee', 'payeeAddress', 'paymentPeriod', 'additionalFine', 'fineInWords']) {
      expect(refusal(withFields('penalty-decision', { [field]: null }))).toMatchObject({ name: 'PaperFieldsError', field });
    }
    expect(refusal(withFields('penalty-decision', { fineAmount: null }))).toMatchObject({ field: 'performance' });
    expect(refusal(withFields('penalty-decision', { fineAmount: null, performance: '自收到本决定书之日起履行。', penalties: null }))).toMatchObject({ field: 'penalties' });
  });

  it('a notice that says nothing of a hearing', () => {
    expect(refusal(withFields('penalty-notice', { hearingPeriod: null }))).toMatchObject({ name: 'PaperFieldsError', field: 'hearingPeriod' });
  });

  it('unknown templates and fields, and values of another kind', () => {
    expect(refusal({ ...samplePaper('penalty-decision'), template: 'base' })).toMatchObject({ name: 'PaperFieldsError', field: 'template' });
    expect(refusal(withFields('penalty-decision', { fineAmuont: '1.00' }))).toMatchObject({ field: 'fineAmuont' });
    expect(refusal(withFields('penalty-decision', { fineAmount: '50000' }))).toMatchObject({ field: 'fineAmount' });
    expect(refusal(withFields('penalty-decision', { facts: [{ label: '甲', value: '乙' }] }))).toMatchObject({ field: 'facts' });
    expect(refusal(withFields('penalty-notice', { hearingLastDay: '2025年2月29日' }))).toMatchObject({ field: 'hearingLastDay' });
    expect(refusal({ ...samplePaper('penalty-decision'), issuer: ' ' })).toMatchObject({ field: 'issuer' });
  });

  it('a child by name: only birth date and order have a place', () => {
    expect(refusal(withFields('levy-decision', { childOrder: '张小样' }))).toMatchObject({ name: 'PaperFieldsError', field: 'childOrder' });
    expect(refusal(withFields('levy-decision', { childName: '张小样' }))).toMatchObject({ name: 'PaperFieldsError', field: 'childName' });
  });

  it('a character without a glyph, by field, character and code point, in every place of a paper', () => {
    const error = refusal(withFields('penalty-decision', { partyName: '王𠮷' }));
    expect(error).toBeInstanceOf(MissingGlyphError);
    expect(error).toMatchObject({ field: 'partyName', character: '𠮷', codePoint: 'U+20BB7' });
    expect(error.message).toContain('U+20BB7');
    expect(error).toMatchObject({ zh: expect.stringMatching(/^partyName：.*U\+20BB7/) });
    expect(refusal(withFields('penalty-decision', { facts: null }))).toMatchObject({ zh: 'facts：应先填写“违法事实”，再制作文书。' });
    expect(refusal({ ...samplePaper('penalty-decision'), issuer: '𠮷县' })).toMatchObject({ field: 'issuer' });
    expect(refusal({ ...samplePaper('penalty-decision'), number: '𠮷' })).toMatchObject({ field: 'number' });
    expect(refusal({ ...samplePaper('penalty-decision'), entrustedTo: '𠮷' })).toMatchObject({ field: 'entrustedTo' });
    expect(refusal(withFields('penalty-decision', { facts: ['好', '𠮷'] }))).toMatchObject({ field: 'facts' });
    expect(refusal(withFields('inquiry-record', { dialogue: [{ label: '答', value: '𠮷' }] }))).toMatchObject({ field: 'dialogue' });
  });

  it('invisible characters that would reorder or hide text', () => {
    for (const hidden of ['\u202e', '\u200b', '\u0000', '\ue000', '\u2028', '\ud800']) {
      expect(refusal(withFields('penalty-decision', { partyName: `李${hidden}样` }))).toMatchObject({ name: 'MissingGlyphError', field: 'partyName' });
    }
  });

  it('more text than a paper can hold', () => {
    expect(refusal(withFields('penalty-decision', { facts: '字'.repeat(60_001) }))).toMatchObject({ name: 'PaperFieldsError', field: 'facts' });
  });
});

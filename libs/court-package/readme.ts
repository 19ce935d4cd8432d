/** The leaf that lies on top: what is in the package, and how a clerk checks it. */
import { KIND_WORDS, KINDS } from './kinds.ts';
import type { Manifest } from './manifest.ts';

/** `manifest` without its tools, since this leaf is one of them. Lines end as Windows wants them, with a mark of UTF-8 before. */
export function readme({ caseNumber, authority, party, day, step, entries, notEnclosed, record, keyFingerprint, training }: Omit<Manifest, 'tools'>): Buffer {
  const lines = [
    ...(training ? ['培训用，不具法律效力 / TRAINING: of no legal effect', ''] : []),
    `申请人民法院强制执行案卷 / Package for an application to the court to enforce`,
    '',
    `案号 Case: ${caseNumber}`,
    `申请机关 Authority: ${authority.name}`,
    `被申请执行人编号 Party: ${party}（姓名、名称见申请书 / named in the application）`,
    `申请日期 Day: ${day}`,
    `案卷版本 Record: ${record.seq}, ${record.headHash}`,
    `步骤 Step: ${step.name.zh} / ${step.name.en} (${step.seq})`,
    '',
    '目录 / Contents（《中华人民共和国行政强制法》第55条 / Administrative Compulsion Law art. 55）',
    ...KINDS.flatMap((kind) => [
      '', `${KIND_WORDS[kind].name.zh} / ${KIND_WORDS[kind].name.en}`,
      ...entries.filter((entry) => entry.kind === kind).flatMap(({ path, title }) => [`  ${path}`, `      ${title.zh} / ${title.en}`]),
      ...notEnclosed.filter((one) => one.kind === kind).map(({ what, why }) => `  （未附 not enclosed）${what.zh}：${why.zh} / ${what.en}: ${why.en}`),
    ]),
    '',
    '如何核对 / How to check',
    '',
    '一、在装有Node.js 20以上版本的计算机上打开本文件夹，运行：',
    '        node check-package.mjs',
    '    不需要联网，也不需要安装其他程序。结尾为“全部相符”的，案卷自制作之时起未被改动；列有“不符”的，请退回申请机关。',
    '二、核对签名者：程序会显示签名公钥的指纹，请与申请机关另行公布或者书面告知的指纹比对；也可以直接运行：',
    '        node check-package.mjs --key 指纹',
    '    申请机关更换过密钥的，给出旧指纹也可以核对。',
    '三、为防止核对程序本身被替换，可以使用申请机关另行提供的check-package.mjs核对本文件夹：',
    '        node check-package.mjs 文件夹',
    '四、请勿在本文件夹内增加、修改、重命名文件；需要批注的，请另存副本。',
    '',
    'On a computer with Node.js 20 or later run `node check-package.mjs` in this folder: no network, nothing to install. It ends with',
    '"all holds" when nothing was changed since the package was made. Compare the fingerprint of the key that it shows with the one that',
    'the authority has made known elsewhere, or give it: `node check-package.mjs --key FINGERPRINT`; an earlier key of the same authority will do.',
    'A copy of the script from the authority itself checks this folder as well: `node check-package.mjs FOLDER`. Add or change nothing here.',
    '',
    `签名公钥指纹 Fingerprint of the key: ${keyFingerprint}`,
    '',
  ];
  return Buffer.from(`\ufeff${lines.join('\r\n')}`);
}

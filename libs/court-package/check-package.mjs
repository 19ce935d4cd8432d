#!/usr/bin/env node
/**
 * 核对申请人民法院强制执行案卷：Node.js 20以上，不联网，不需要其他程序。
 * Checks a package for an application to the court to enforce: Node 20 or later, offline, without anything else.
 *
 *   node check-package.mjs [文件夹 FOLDER] [--key 指纹或公钥文件 FINGERPRINT|FILE]
 *
 * 全部相符时退出码为0，否则为1。Exit code 0 when all holds, else 1.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const FORMAT = 'anjuan-court-package';
const VERSION = 1;
const MANIFEST = 'manifest.json';
const SIGNATURE = 'signature.json';

const { folder, key } = readArguments(process.argv.slice(2));
let wrong = 0;
const holds = (zh, en) => console.log(`[相符 OK  ] ${zh}\n            ${en}`);
const fails = (zh, en) => {
  wrong += 1;
  console.log(`[不符 FAIL] ${zh}\n            ${en}`);
};

console.log(`核对文件夹 Checking: ${folder}\n`);
const manifestBytes = read(MANIFEST);
const manifest = parsed(MANIFEST, manifestBytes, FORMAT);
const signature = parsed(SIGNATURE, read(SIGNATURE), `${FORMAT}-signature`);
if (manifest !== null) {
  try {
    if (signature !== null) checkSignature();
    await checkFiles();
    tell();
  } catch (error) {
    fails(`清单或者签名文件的内容不合格式，核对未能完成（${error.message}）。`, `Manifest or signature are not in order, and the check could not be finished (${error.message}).`);
  }
}
console.log(wrong === 0 ? '\n结论：全部相符。Result: all holds.' : `\n结论：有${wrong}项不符，请勿采用，退回申请机关。Result: ${wrong} do not hold. Do not rely on this package; send it back.`);
process.exitCode = wrong === 0 ? 0 : 1;

function readArguments(given) {
  let wanted = dirname(fileURLToPath(import.meta.url));
  let pinned = null;
  for (let at = 0; at < given.length; at += 1) {
    if (given[at] === '--key' && given[at + 1] !== undefined) pinned = given[(at += 1)];
    else if (!given[at].startsWith('--')) wanted = resolve(given[at]);
    else stop(`不认识的参数 Unknown argument: ${given[at]}`);
  }
  if (!existsSync(wanted) || !statSync(wanted).isDirectory()) stop(`没有这一文件夹 There is no such folder: ${wanted}`);
  return { folder: wanted, key: pinned === null ? null : pinnedKey(pinned) };
}

/** 指纹，或者公钥文件。A fingerprint, or a file with a public key (PEM, or base64 of its SPKI form). */
function pinnedKey(text) {
  const plain = text.replaceAll(/[\s:-]/g, '').toLowerCase();
  if (/^[0-9a-f]{32}$/.test(plain)) return plain;
  if (!existsSync(text)) return stop(`--key应为32位十六进制指纹或者公钥文件 --key takes 32 hex digits or a file: ${text}`);
  const content = readFileSync(text, 'utf8').trim();
  try {
    const known = content.startsWith('-----') ? createPublicKey(content) : createPublicKey({ key: Buffer.from(content, 'base64'), format: 'der', type: 'spki' });
    return fingerprintOf(known.export({ format: 'der', type: 'spki' }));
  } catch {
    return stop(`公钥文件不能读取 This file holds no public key: ${text}`);
  }
}

function stop(message) {
  console.error(message);
  process.exit(1);
}

function fingerprintOf(publicKey) {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 32);
}

function read(name) {
  try {
    return readFileSync(join(folder, name));
  } catch {
    fails(`缺少${name}。`, `${name} is missing.`);
    return null;
  }
}

function parsed(name, bytes, format) {
  if (bytes === null) return null;
  try {
    const value = JSON.parse(bytes.toString('utf8'));
    if (value.format === format && value.formatVersion === VERSION) return value;
    fails(`${name}不是本程序认识的格式（需要${format}第${VERSION}版）。`, `${name} is not of a format that this script knows (${format}, version ${VERSION}).`);
  } catch {
    fails(`${name}已损坏，不能读取。`, `${name} is damaged and cannot be read.`);
  }
  return null;
}

/** 清单是否就是所签的清单，由谁签。Whether the manifest is the one that was signed, and by whom. */
function checkSignature() {
  const sha256 = createHash('sha256').update(manifestBytes).digest('hex');
  if (sha256 === signature.manifestSha256) holds('清单与签名文件所载的一致。', 'The manifest is the one that the signature names.');
  else fails('清单（manifest.json）已被改动。', 'The manifest was changed.');
  const publicKey = Buffer.from(String(signature.publicKey), 'base64');
  const fingerprint = fingerprintOf(publicKey);
  if (signedBy(publicKey, `anjuan court package ${VERSION}|${signature.manifestSha256}`, signature.signature)) holds('签名有效。', 'The signature is valid.');
  else fails('签名无效。', 'The signature is not valid.');
  if (fingerprint === manifest.keyFingerprint) holds(`签名密钥是清单所载的密钥，指纹${fingerprint}。`, `Signed with the key that the manifest names, fingerprint ${fingerprint}.`);
  else fails(`签名密钥不是清单所载的密钥：清单为${manifest.keyFingerprint}，实为${fingerprint}。`, `Signed with a foreign key: the manifest names ${manifest.keyFingerprint}, this is ${fingerprint}.`);
  if (key === null) console.log('[提示 NOTE] 未给出已知指纹：请将上述指纹与申请机关另行告知的指纹比对，或者用--key给出。\n            No known fingerprint was given: compare the one above with what the authority made known elsewhere, or give it by --key.');
  else if (leadsTo(fingerprint)) holds('签名密钥与您所给的密钥一致，或者由其依次更换而来。', 'The key is the one that you gave, or took over from it.');
  else fails(`签名密钥与您所给的密钥（${key}）无关。`, `The key has nothing to do with the one that you gave (${key}).`);
}

function signedBy(publicKey, text, base64) {
  try {
    const known = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
    return known.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(text), known, Buffer.from(String(base64), 'base64'));
  } catch {
    return false;
  }
}

/** 从所给密钥起，每一密钥为下一密钥作保，直至签名密钥。From the given key on, each vouches for the next, up to the one that signs. */
function leadsTo(signer) {
  let trusted = key;
  if (trusted === signer) return true;
  const line = Array.isArray(signature.line) ? signature.line : [];
  for (let at = line.findIndex((one) => one.fingerprint === key); at >= 0 && at + 1 < line.length; at += 1) {
    const [before, next] = [Buffer.from(String(line[at].publicKey), 'base64'), line[at + 1]];
    if (fingerprintOf(before) !== trusted || !signedBy(before, `anjuan signing key 1|${trusted}|${next.publicKey}`, next.vouchedBy)) return false;
    trusted = fingerprintOf(Buffer.from(String(next.publicKey), 'base64'));
    if (trusted === signer) return true;
  }
  return false;
}

/** 清单所列的文件一个不少、一个不多、一字未改。Every listed file is there and unchanged, and there is no other. */
async function checkFiles() {
  const listed = [...manifest.entries, ...manifest.tools];
  let sound = 0;
  for (const { path, title, sha256, bytes } of listed) {
    const words = title === undefined ? ['', ''] : [`（${title.zh}）`, ` (${title.en})`];
    if (!/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)?$/.test(path) || path.split('/').includes('..')) fails(`清单所列路径不合格式：${path}`, `The manifest lists a path that is none: ${path}`);
    else if (!existsSync(join(folder, path))) fails(`缺少文件：${path}${words[0]}`, `Missing: ${path}${words[1]}`);
    else if (!statSync(join(folder, path)).isFile() || statSync(join(folder, path)).size !== bytes || await hashOf(path) !== sha256) fails(`文件已被改动：${path}${words[0]}`, `Changed: ${path}${words[1]}`);
    else sound += 1;
  }
  const known = new Set([...listed.map(({ path }) => path), MANIFEST, SIGNATURE]);
  const extra = everything('').filter((path) => !known.has(path));
  for (const path of extra) fails(`多出文件，不在清单内：${path}`, `Not in the manifest: ${path}`);
  if (sound === listed.length) holds(`清单所列${listed.length}个文件齐全，内容未被改动。`, `All ${listed.length} files of the manifest are there and unchanged.`);
  if (extra.length === 0) holds('没有多出的文件。', 'There is no other file.');
}

async function hashOf(path) {
  const hash = createHash('sha256');
  for await (const part of createReadStream(join(folder, path))) hash.update(part);
  return hash.digest('hex');
}

/** 文件夹内的一切，链接也算。All that lies in the folder, links too. */
function everything(under) {
  return readdirSync(join(folder, under), { withFileTypes: true }).flatMap((entry) => {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    return entry.isDirectory() ? everything(path) : [path];
  });
}

function tell() {
  const { caseNumber, authority, party, day, record, entries, notEnclosed, training } = manifest;
  console.log(`\n案号 Case: ${caseNumber}\n申请机关 Authority: ${authority.name}\n被申请执行人编号 Party: ${party}\n申请日期 Day: ${day}\n案卷版本 Record: ${record.seq}, ${record.headHash}\n文件 Entries: ${entries.length}`);
  if (training === true) console.log('注意：培训用案卷，不具法律效力。This package is for training and of no legal effect.');
  for (const { what, why } of notEnclosed) console.log(`未附 Not enclosed: ${what.zh}：${why.zh}\n                  ${what.en}: ${why.en}`);
}

/**
 * The demo counties as data: Mian county (勉县, 610725) with its real townships, and Lueyang county (略阳县, 610727),
 * which has set no parameter and shows what then blocks. Offices, people, certificates and grants are invented.
 */
import { readFileSync } from 'node:fs';

export const COUNTY = '610725';
export const BARE_COUNTY = '610727';

export interface Office { id: string; county: string; kind: 'township' | 'countyDepartment' | 'countyLegalOffice'; name: string; shortName: string; regionCode: string; address: string; phone: string }
export interface Person { id: string; username: string; name: string; office: string; roles: string[]; certificate: { number: string; from: string; to: string } | null }
export interface Grant { office: string; principal: string | null; basis: 'own' | 'handedOver' | 'entrusted'; packs: string[]; matters: string[]; instrument: string | null; publishedOn: string | null; from: string; to: string | null }

interface Region { code: string; name: string; level: string; parent: string }

/** The real division tree of Hanzhong; source and licence in regions/README.md. */
function regions(): Region[] {
  const text = readFileSync(new URL('./regions/hanzhong.csv', import.meta.url), 'utf8');
  return text.trim().split('\n').slice(1).map((row) => {
    const [code = '', name = '', level = '', parent = ''] = row.split(',');
    return { code, name, level, parent };
  });
}

/** A sub-district has an office (办事处), a town a government. */
const officeName = (region: string): string => `${region}${region.endsWith('街道') ? '办事处' : '人民政府'}`;

/** Ids of the offices that the demo works in. */
export const OFFICE = { legal: `${COUNTY}-legal`, health: `${COUNTY}-health`, finance: `${COUNTY}-finance`, mianyang: '610725001', wuhou: '610725101', bareTownship: '610727100', bareLegal: `${BARE_COUNTY}-legal` } as const;

export function counties(): { id: string; name: string }[] {
  return regions().filter((region) => region.level === 'county' && (region.code === COUNTY || region.code === BARE_COUNTY)).map(({ code, name }) => ({ id: code, name }));
}

export function offices(): Office[] {
  const all = regions();
  const townships = all.filter((region) => region.level === 'township' && region.parent === COUNTY).map((region): Office => ({
    id: region.code, county: COUNTY, kind: 'township', name: `勉县${officeName(region.name)}`,
    shortName: `${region.name.startsWith('勉') ? '' : '勉'}${region.name.replace(/(街道|镇)$/, '')}综执`, regionCode: region.code, address: `陕西省汉中市勉县${region.name}政府街1号`, phone: '0916-0000000',
  }));
  const bare = all.find((region) => region.level === 'township' && region.parent === BARE_COUNTY);
  return [
    { id: OFFICE.legal, county: COUNTY, kind: 'countyLegalOffice', name: '勉县司法局', shortName: '勉司', regionCode: COUNTY, address: '陕西省汉中市勉县和平路1号', phone: '0916-0000001' },
    { id: OFFICE.health, county: COUNTY, kind: 'countyDepartment', name: '勉县卫生健康局', shortName: '勉卫', regionCode: COUNTY, address: '陕西省汉中市勉县和平路2号', phone: '0916-0000002' },
    { id: OFFICE.finance, county: COUNTY, kind: 'countyDepartment', name: '勉县财政局', shortName: '勉财', regionCode: COUNTY, address: '陕西省汉中市勉县和平路3号', phone: '0916-0000005' },
    ...townships,
    { id: OFFICE.bareLegal, county: BARE_COUNTY, kind: 'countyLegalOffice', name: '略阳县司法局', shortName: '略司', regionCode: BARE_COUNTY, address: '陕西省汉中市略阳县中学路1号', phone: '0916-0000003' },
    { id: OFFICE.bareTownship, county: BARE_COUNTY, kind: 'township', name: `略阳县${officeName(bare?.name ?? '')}`, shortName: '略综执', regionCode: bare?.code ?? BARE_COUNTY, address: '陕西省汉中市略阳县政府街1号', phone: '0916-0000004' },
  ];
}

const SINCE = '2002-09-01';

/** Ids are fixed so that every start and every example names the same people. */
function person(n: number, username: string, name: string, office: string, roles: string[], certified = true): Person {
  return { id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, username, name, office, roles, certificate: certified ? { number: `陕F演示${String(n).padStart(4, '0')}`, from: SINCE, to: '2099-12-31' } : null };
}

export function people(): Person[] {
  return [
    person(1, 'zhang.min', '张敏', OFFICE.mianyang, ['officer']),
    person(2, 'li.qiang', '李强', OFFICE.mianyang, ['officer', 'hearingChair']),
    person(3, 'wang.fang', '王芳', OFFICE.mianyang, ['head']),
    person(4, 'zhao.lei', '赵磊', OFFICE.wuhou, ['officer']),
    person(5, 'sun.jie', '孙洁', OFFICE.wuhou, ['officer']),
    person(6, 'qian.wei', '钱伟', OFFICE.wuhou, ['head']),
    person(7, 'zhou.lan', '周岚', OFFICE.legal, ['countyLegalOffice']),
    person(8, 'wu.gang', '吴刚', OFFICE.legal, ['hearingChair', 'countyLegalOffice']),
    person(9, 'zheng.yan', '郑燕', OFFICE.legal, ['legalReviewer', 'countyLegalOffice']),
    person(10, 'chen.hua', '陈华', OFFICE.health, ['officer']),
    person(11, 'liu.yang', '刘洋', OFFICE.health, ['officer']),
    person(12, 'he.jing', '何静', OFFICE.health, ['head']),
    person(13, 'feng.bo', '冯波', OFFICE.bareTownship, ['officer']),
    person(14, 'xu.li', '许丽', OFFICE.bareTownship, ['officer']),
    person(15, 'deng.kai', '邓凯', OFFICE.bareTownship, ['head']),
    person(17, 'tang.ning', '唐宁', OFFICE.bareLegal, ['countyLegalOffice']),
    person(18, 'lu.fei', '陆飞', OFFICE.bareLegal, ['countyLegalOffice']),
    person(26, 'qin.yin', '秦印', OFFICE.mianyang, ['sealKeeper'], false),
    person(31, 'guo.tao', '郭涛', OFFICE.mianyang, ['sectionHead'], false),
    person(32, 'luo.jun', '罗俊', OFFICE.mianyang, ['deputyHead'], false),
    person(33, 'du.juan', '杜娟', OFFICE.finance, ['finance'], false),
    person(34, 'jiang.bo', '蒋波', OFFICE.finance, ['finance'], false),
    person(16, 'ma.chao', '马超', OFFICE.mianyang, ['officer'], false),
  ];
}

/** Own power of the county department, powers handed over by the province to townships, and one entrustment for the fee. */
export function grants(): Grant[] {
  const townships = offices().filter((office) => office.kind === 'township').map((office) => office.id);
  return [
    { office: OFFICE.health, principal: null, basis: 'own', packs: ['social-maintenance-fee', 'administrative-penalty', 'administrative-penalty-summary'], matters: [], instrument: null, publishedOn: null, from: SINCE, to: null },
    ...townships.map((office): Grant => ({ office, principal: null, basis: 'handedOver', packs: ['administrative-penalty', 'administrative-penalty-summary'], matters: [], instrument: '陕政发（演示）〔2021〕1号', publishedOn: '2021-07-01', from: '2021-07-15', to: null })),
    { office: OFFICE.mianyang, principal: OFFICE.health, basis: 'entrusted', packs: ['social-maintenance-fee'], matters: ['social-maintenance-fee'], instrument: '勉卫委字（演示）〔2018〕1号', publishedOn: '2018-01-15', from: '2018-02-01', to: '2021-08-19' },
    // Whoever is a state organ takes in what citizens report, and deals with it or passes it on (Constitution art. 41).
    ...offices().filter(({ id }) => id !== OFFICE.finance).map((office): Grant => ({ office: office.id, principal: null, basis: 'own', packs: ['leads'], matters: [], instrument: null, publishedOn: null, from: '2021-07-15', to: null })),
  ];
}

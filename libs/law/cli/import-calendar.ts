/**
 * Writes `libs/law/calendar-seed.ts` from the published package chinese-days (MIT), which holds the final arrangement
 * of each year, and from what the package leaves out and we entered by hand: the notices, their days of publication,
 * and the first versions of the notices that were amended in mid-year.
 *
 *   node --import @swc-node/register/esm-register libs/law/cli/import-calendar.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { CalendarVersion } from '../calendar-version.ts';
import { legalDate, weekdayOf } from '../dates.ts';

interface Published { publishedOn: string; page?: string; title?: string }

const LIBRARY = 'https://www.gov.cn/zhengce/zhengceku/';

/** Notices whose day of publication is known from the policy library of gov.cn; for the other years 1 December before. */
const NOTICES: Record<number, Published> = {
  2009: { publishedOn: '2008-12-10', page: '2008-12/10/content_1572.htm' },
  2010: { publishedOn: '2009-12-08', page: '2009-12/08/content_1476.htm' },
  2011: { publishedOn: '2010-12-10', page: '2010-12/10/content_1423.htm' },
  2012: { publishedOn: '2011-12-06', page: '2011-12/06/content_1411.htm' },
  2013: { publishedOn: '2012-12-10', page: '2012-12/10/content_1353.htm' },
  2014: { publishedOn: '2013-12-11' },
  2015: { publishedOn: '2014-12-16', page: '2014-12/16/content_9302.htm' },
  2016: { publishedOn: '2015-12-10', page: '2015-12/10/content_10394.htm' },
  2017: { publishedOn: '2016-12-01', page: '2016-12/01/content_5141603.htm' },
  2018: { publishedOn: '2017-11-30', page: '2017-11/30/content_5243579.htm' },
  2019: { publishedOn: '2018-12-06', page: '2018-12/06/content_5346276.htm' },
  2020: { publishedOn: '2019-11-21', page: '2019-11/21/content_5454164.htm' },
  2021: { publishedOn: '2020-11-25', page: '2020-11/25/content_5564127.htm' },
  2022: { publishedOn: '2021-10-25', page: '2021-10/25/content_5644835.htm' },
  2023: { publishedOn: '2022-12-08', page: '2022-12/08/content_5730844.htm' },
  2024: { publishedOn: '2023-10-25', page: '202310/content_6911528.htm' },
  2025: { publishedOn: '2024-11-12', page: '202411/content_6986383.htm' },
  2026: { publishedOn: '2025-11-04', page: '202511/content_7047091.htm' },
};

/** The later notice of an amended year, and the days on which the first one said something else (null: nothing). */
const AMENDED: Record<number, Published & { before: Record<string, 'work' | 'rest' | null> }> = {
  2015: {
    publishedOn: '2015-05-13', page: '2015-05/13/content_9742.htm', title: '国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知',
    before: { '2015-09-03': null, '2015-09-04': null, '2015-09-06': null },
  },
  2019: {
    publishedOn: '2019-03-22', page: '2019-03/22/content_5375877.htm', title: '国务院办公厅关于调整2019年劳动节假期安排的通知',
    before: { '2019-05-02': null, '2019-05-03': null, '2019-04-28': null, '2019-05-05': null },
  },
  2020: {
    publishedOn: '2020-01-27', page: '2020-01/27/content_5472352.htm', title: '国务院办公厅关于延长2020年春节假期的通知',
    before: { '2020-01-31': null, '2020-02-01': 'work' },
  },
};

const folder = createRequire(import.meta.url).resolve('chinese-days/package.json').replace(/package\.json$/, '');
const data = JSON.parse(readFileSync(`${folder}dist/chinese-days.json`, 'utf8')) as { holidays: Record<string, string>; workdays: Record<string, string> };

const byYear = new Map<number, Record<string, 'work' | 'rest'>>();
function add(day: string, name: string, kind: 'work' | 'rest'): void {
  const weekday = weekdayOf(legalDate(day));
  const weekend = weekday === 0 || weekday === 6;
  if (weekend === (kind === 'rest')) return;
  // Days of December that belong to New Year are arranged by the notice for the next year.
  const year = Number(day.slice(0, 4)) + (day.slice(5, 7) === '12' && name.includes('元旦') ? 1 : 0);
  byYear.set(year, { ...byYear.get(year), [day]: kind });
}
for (const [day, name] of Object.entries(data.holidays)) add(day, name, 'rest');
for (const [day, name] of Object.entries(data.workdays)) add(day, name, 'work');

function version(year: number, suffix: string, title: string, published: Published | undefined, days: Record<string, 'work' | 'rest'>): CalendarVersion {
  const approximate = published === undefined;
  const publishedOn = published?.publishedOn ?? `${year - 1}-12-01`;
  const place = published?.page === undefined ? '' : `; notice: ${LIBRARY}${published.page}`;
  return {
    id: `CN-${year}${suffix}`, region: 'CN', year,
    notice: {
      id: `CN-${year}${suffix}`, title, publishedOn: legalDate(publishedOn),
      source: `days: chinese-days 1.5.7 (MIT)${place}${approximate ? '; day of publication approximate' : ''}`,
      known: approximate ? 'approximate' : 'exact',
    },
    days: Object.fromEntries(Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

const versions: CalendarVersion[] = [];
for (const [year, days] of [...byYear].sort(([a], [b]) => a - b)) {
  const title = `国务院办公厅关于${year}年部分节假日安排的通知`;
  const amended = AMENDED[year];
  if (amended === undefined) {
    versions.push(version(year, '', title, NOTICES[year], days));
    continue;
  }
  const first = { ...days };
  for (const [day, kind] of Object.entries(amended.before)) {
    if (kind === null) delete first[day];
    else first[day] = kind;
  }
  versions.push(version(year, '-first', title, NOTICES[year], first));
  versions.push(version(year, '-amended', amended.title ?? title, amended, days));
}

const out = fileURLToPath(new URL('../calendar-seed.ts', import.meta.url));
writeFileSync(out, `// Written by cli/import-calendar.ts; not edited by hand. Days: chinese-days 1.5.7, MIT, (c) 2024 Yawei sun.
import type { CalendarVersion } from './calendar-version.ts';

/** The bundled notices: years 2004-2026; of 2015, 2019 and 2020 both versions. */
export const CALENDAR_SEED = ${JSON.stringify(versions, null, 1)} as unknown as readonly CalendarVersion[];
`);
console.log(`${versions.length} versions, years ${versions[0]?.year}-${versions.at(-1)?.year}`);

/** Causes of the demo counties of the tests, made up beside those that ship: a demo regulation, demo document numbers. */
import { type CauseBand, type CauseRange, type CauseVersion, type CountyCauses, type InstrumentKind, legalDate } from '#law';

const source = { title: '演示条例', url: 'https://example.org/demo-regulation', readOn: legalDate('2021-01-04') };

/** A range of fixed amounts in yuan. */
export const fixed = (min: string, max: string): CauseRange => ({ tiers: [{ min: { yuan: min }, max: { yuan: max } }] });

interface Made { min?: string; max?: string; kind?: InstrumentKind; version?: Partial<CauseVersion>; later?: CauseVersion[] }

/** A version of a made cause, in force without end. */
export function madeVersion({ min = '500.00', max = '5000.00', version = {} }: Made = {}): CauseVersion {
  return {
    from: legalDate('2000-01-01'), to: null, basis: [{ instrument: 'DEMO', duty: 'art. 9', penalty: 'art. 10' }], ranges: { citizen: fixed(min, max), organisation: fixed(min, max) }, other: [], bands: [], status: 'verified', ...version,
  };
}

export function madeCause(county: string, code: string, made: Made = {}): CountyCauses {
  return {
    county, code, documentNumber: '演示〔2021〕30号', from: legalDate('2000-01-01'), to: null,
    sets: {
      kind: 'cause', instruments: [{ id: 'DEMO', name: { zh: '演示条例', en: 'Demo Regulation' }, kind: made.kind ?? 'localRegulation', inForce: { from: legalDate('2000-01-01'), to: null }, source }],
      cause: { code, name: { zh: '演示违法行为', en: 'demo breach' }, elements: [{ zh: '演示', en: 'demo' }], versions: [madeVersion(made), ...(made.later ?? [])] },
    },
  };
}

const band = (name: string, zh: string, from: string, to: string): CauseBand => ({ code: name, name: { zh, en: name }, when: { zh: `情节${zh}`, en: `a ${name} case` }, share: { from, to }, status: 'verified', source });

/** Bands of a county's own, by shares of the range. */
export function madeBands(county: string, code: string): CountyCauses {
  return { county, code, documentNumber: '演示〔2021〕31号', from: legalDate('2021-07-15'), to: null, sets: { kind: 'bands', bands: [band('minor', '较轻', '0', '0.3'), band('ordinary', '一般', '0.3', '0.7'), band('serious', '严重', '0.7', '1')] } };
}

/** What the stories of every test county rest on: a range of 500 to 5,000 yuan without bands. */
export const demoCauses = (county: string): CountyCauses[] => ['littering', 'unlicensedStall'].map((code) => madeCause(county, code, { version: { other: ['warning', 'confiscateGoods'] } }));

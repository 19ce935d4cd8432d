import { describe, expect, it } from '@jest/globals';
import { readPack, shippedPacks } from '#law/files/pack-files';
import { FINE_PACK_FILE } from '../replay/replay-file.ts';
import { pnmlOf } from './pnml.ts';
import { type Net, procedureOf } from './procedure.ts';

const fine = procedureOf(readPack(FINE_PACK_FILE).pack);

/** Whether the net can do these activities one after another and come to its end. */
function does(net: Net, activities: readonly string[]): boolean {
  const fire = (markings: string[][], label: string | null): string[][] => markings.flatMap((marking) => net.transitions.filter((one) => one.label === label && one.from.every((place) => marking.includes(place)))
    .map((one) => [...one.from.reduce((left, place) => left.toSpliced(left.indexOf(place), 1), marking), ...one.to]));
  let markings = activities.reduce<string[][]>((now, label) => fire(now, label), [[net.start]]);
  for (let n = 0; n <= net.places.length; n += 1) {
    if (markings.some((marking) => marking.join() === net.end)) return true;
    markings = fire(markings, null);
  }
  return false;
}

const opened = 'caseOpened:road-traffic-fine';
const lapse = ['clockLapsed:paymentPeriod', 'stepFellDue:addPenalty', 'phaseEntered:penalised'];

describe('the procedure drawn from a pack', () => {
  it('lets a case go its lawful way, and be read on the way', () => {
    expect(does(fine.net, [opened])).toBe(true);
    expect(does(fine.net, [opened, 'stepTaken:sendFine', 'stepTaken:notifyFine', ...lapse, 'stepTaken:sendToCollection'])).toBe(true);
  });

  it.each([
    ['a step before the opening', ['stepTaken:sendFine', opened]],
    ['a step of once taken twice', [opened, 'stepTaken:notifyFine', 'stepTaken:notifyFine']],
    ['a penalty without the lapse', [opened, 'stepTaken:notifyFine', 'stepFellDue:addPenalty']],
    ['a lapse without its penalty', [opened, 'stepTaken:notifyFine', 'clockLapsed:paymentPeriod']],
    ['the phase before the penalty', [opened, 'stepTaken:notifyFine', 'clockLapsed:paymentPeriod', 'phaseEntered:penalised', 'stepFellDue:addPenalty']],
    ['a step that the pack does not have', [opened, 'stepTaken:burnFile']],
  ])('has no way for %s', (_, activities) => {
    expect(does(fine.net, activities)).toBe(false);
  });

  it('says what must come before, from guards, clocks and papers', () => {
    expect(fine.orders).toContainEqual({ act: 'stepTaken:sendToCollection', after: ['stepFellDue:addPenalty'], because: 'guard collectionNeedsPenalty' });
    expect(fine.orders).toContainEqual({ act: 'clockLapsed:paymentPeriod', after: ['stepTaken:notifyFine'], because: 'start of paymentPeriod' });
    const [, penalty] = shippedPacks().map(({ pack }) => procedureOf(pack));
    expect(penalty?.orders).toContainEqual({ act: 'paperServed:penalty-notice', after: ['paperIssued:penalty-notice'], because: 'service' });
  });

  it('knows in its orders only what its net can do', () => {
    for (const { pack } of shippedPacks()) {
      const { net, orders } = procedureOf(pack);
      const labels = new Set(net.transitions.map((one) => one.label));
      expect(orders.flatMap((one) => [one.act, ...one.after]).filter((label) => !labels.has(label))).toEqual([]);
      expect(net.transitions.filter((one) => one.from.length === 0 || one.to.length === 0)).toEqual([]);
    }
  });

  it('is written as PNML with one token at the start', () => {
    const text = pnmlOf('fine', fine.net);
    expect(text.match(/<place id="/g)).toHaveLength(fine.net.places.length);
    expect(text.match(/initialMarking><text>1/g)).toHaveLength(1);
    expect(text).toContain('<name><text>stepTaken:notifyFine</text></name>');
  });
});

/** Open cases of a training instance on its first day: the fee in its years, a penalty in the Penalty Law's. */
import { addDays, type LegalDate } from '#law';
import type { Service } from '../demo-office/client.ts';
import { citizen } from '../demo-office/demo-identities.ts';
import { FeeWork } from '../demo-office/fee-work.ts';
import { PenaltyWork } from '../demo-office/penalty-work.ts';
import { health, mianyang } from './teams.ts';
import { strawBurning } from './straw-burning.ts';

export async function plantTraining(service: Service, today: LegalDate, say: (line: string) => void): Promise<void> {
  if (today >= '2003-09-01' && today <= '2021-08-19') {
    say('a fee case, filed');
    const lead = await FeeWork.open(await health(service), {
      parents: [citizen('李建国', '1980-05-12', 11, '陕西省汉中市勉县武侯镇中心路8号'), citizen('王秀英', '1982-09-03', 22, '陕西省汉中市勉县武侯镇中心路8号')],
      childBornOn: addDays(today, -200), childOrder: 3, discoveredOn: addDays(today, -1), baseYear: Number(addDays(today, -1).slice(0, 4)) - 1, base: ['10771.00', '10771.00'],
    }, today, 'seed-training-fee');
    await lead.file(today);
  }
  if (today >= '2021-07-15') {
    say('a penalty case, filed');
    const lead = await PenaltyWork.open(await mianyang(service), {
      ...strawBurning,
      party: citizen('陈大伟', '1975-03-08', 41, '陕西省汉中市勉县勉阳街道旧州社区6号'),
    }, { on: today, actEndedOn: today, discoveredOn: today }, 'seed-training-penalty');
    await lead.file(today);
  }
}

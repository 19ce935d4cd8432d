import { Controller, Sse, type MessageEvent } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { concatMap, from, interval, map, merge, mergeMap, of, takeUntil, timer, type Observable } from 'rxjs';
import type { SignedInActor } from '#access';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { People } from '../sign-in/people.ts';
import { ChangeFeed } from './change-feed.ts';

/** Cases in one message: 500 ids are 20 kB. */
const inOneMessage = 500;
/** Milliseconds between signs of life, so that a proxy does not close a quiet stream. */
const pulse = 20_000;

@ApiTags('changes')
@ApiBearerAuth()
@Controller('api/changes')
export class ChangesController {
  public constructor(private readonly feed: ChangeFeed, private readonly people: People) {}

  @Sse()
  @ApiOperation({ summary: 'Server-sent events: cases of the own offices that have changed (events, messages), ids only, within a second of the change. Ends with the token.' })
  @ApiProduces('text/event-stream')
  public changes(@Who() { actor, tokenEndsAt }: SignedIn): Observable<MessageEvent> {
    const changed = this.feed.changes.pipe(
      concatMap(async (cases) => {
        const sight = await this.sightOf(actor, cases);
        const seen = cases.filter(({ caseId, officeId }) => sight.offices.includes(officeId) || sight.cases.includes(caseId) || sight.readings.includes(caseId)).map(({ caseId }) => caseId);
        return this.feed.withoutBarred({ personId: actor.personId, offices: sight.offices }, seen);
      }),
      mergeMap((caseIds) => from(messages(caseIds))),
    );
    const alive = interval(pulse).pipe(map((): MessageEvent => ({ type: 'alive', data: {} })));
    const ends = merge(timer(Math.max(0, Math.min(tokenEndsAt * 1000 - Date.now(), 2 ** 31 - 1))), this.feed.closed);
    return merge(of<MessageEvent>({ type: 'listening', data: {} }), changed, alive).pipe(takeUntil(ends));
  }

  /** A loan may have ended since the stream began: what is not of an own office is asked anew each time. */
  private async sightOf(actor: SignedInActor, cases: readonly { caseId: string; officeId: string }[]): Promise<Pick<SignedInActor, 'offices' | 'cases' | 'readings'>> {
    const onLoan = cases.filter(({ officeId }) => !actor.ownOffices.includes(officeId));
    if (!onLoan.some(({ caseId, officeId }) => actor.offices.includes(officeId) || actor.cases.includes(caseId) || actor.readings.includes(caseId))) return actor;
    try {
      return await this.people.again(actor.personId);
    } catch {
      // The database is away, or the person has no post any more: the own offices of the sign-in, nothing on loan.
      return { offices: actor.ownOffices, cases: [], readings: [] };
    }
  }
}

function messages(caseIds: readonly string[]): MessageEvent[] {
  const parts = Array.from({ length: Math.ceil(caseIds.length / inOneMessage) }, (_, part) => caseIds.slice(part * inOneMessage, (part + 1) * inOneMessage));
  return parts.map((part) => ({ type: 'changed', data: { caseIds: part } }));
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { actorOf, type SignedInActor } from '#access';
import { chinaDateOf, type LegalInstant } from '#law/dates';
import { legalNow } from '#store';
import { Problem } from '../problems/problem.ts';

/** Finds the person behind a token, in the posts of the legal day. */
@Injectable()
export class People {
  public constructor(private readonly dataSource: DataSource) {}

  /** The person and the legal instant of the request. Throws the problem `forbidden` for people without an account or post. */
  public async actor(subject: string): Promise<{ actor: SignedInActor; arrivedAt: LegalInstant }> {
    return this.dataSource.transaction(async (m) => {
      const { at } = await legalNow(m);
      const actor = await actorOf(m, subject, chinaDateOf(at));
      if ('reason' in actor) {
        throw new Problem('forbidden', actor.reason === 'unknownAccount'
          ? { zh: '您在本系统没有账户。', en: 'You have no account in this service.' }
          : { zh: '您在今日没有任职。', en: 'You hold no post on this day.' });
      }
      return { actor, arrivedAt: at };
    });
  }

  /** The same person as of now, for a stream that outlives its request. Throws as `actor` does. */
  public async again(personId: string): Promise<SignedInActor> {
    const [account] = await this.dataSource.query<{ subject: string }[]>('SELECT coalesce(subject, id::text) AS subject FROM account WHERE id = $1', [personId]);
    return (await this.actor(account?.subject ?? personId)).actor;
  }
}

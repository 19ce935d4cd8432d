import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { actorNow, type SignedInActor } from '#access';
import type { LegalInstant } from '#law/dates';
import { Problem } from '../problems/problem.ts';

/** Finds the person behind a token, in the posts of the legal day. */
@Injectable()
export class People {
  public constructor(private readonly dataSource: DataSource) {}

  /** The person and the legal instant of the request. Throws the problem `forbidden` for people without an account or post. */
  public async actor(subject: string): Promise<{ actor: SignedInActor; arrivedAt: LegalInstant }> {
    const found = await actorNow(this.dataSource, subject);
    if (found === null) throw new Problem('forbidden', { zh: '您在本系统没有账户。', en: 'You have no account in this service.' });
    const { actor, at } = found;
    if ('reason' in actor) throw new Problem('forbidden', { zh: '您在今日没有任职。', en: 'You hold no post on this day.' });
    return { actor, arrivedAt: at };
  }

  /** The same person as of now, for a stream that outlives its request. Throws as `actor` does. */
  public async again(personId: string): Promise<SignedInActor> {
    const [account] = await this.dataSource.query<{ subject: string }[]>('SELECT coalesce(subject, id::text) AS subject FROM account WHERE id = $1', [personId]);
    return (await this.actor(account?.subject ?? personId)).actor;
  }
}

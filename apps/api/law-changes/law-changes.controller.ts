import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { proposeLawChange, readLawChange, readLawChanges, readLines, rejectLawChange, signLawChange, tryLawChange, type LawChangeOutcome, type ReadLawChange } from '#commands';
import type { LegalInstant } from '#law/dates';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { onceApart } from '../http/once.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { OnlyFor, Who, type SignedIn } from '../sign-in/access-guard.ts';
import { changeView, keptLineView, LawChangeBody, LawChangeId, LawChangePage, LawChangeView, LinePage, LineQuery, lineView, ListQuery, SignBody, summaryOf, TriedOrProposed } from './law-change-schemas.ts';

/** A change of law, or a correction of our data, for the open cases: tried, proposed, read line by line, signed by two persons. */
@ApiTags('law changes')
@ApiBearerAuth()
@OnlyFor('countyLegalOffice')
@Controller('api/law-changes')
export class LawChangesController {
  public constructor(private readonly door: Door) {}

  @Post()
  @Command()
  @ApiOperation({ summary: 'Try or propose another text of a pack: every open case that it would rewrite, with before and after' })
  @ApiCreatedResponse({ standardSchema: TriedOrProposed })
  public async propose(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: LawChangeBody }) body: z.infer<typeof LawChangeBody>): Promise<z.infer<typeof TriedOrProposed>> {
    const { dryRun, cursor, limit, ...input } = body;
    if (dryRun) {
      const tried = answerOf(await tryLawChange(this.door.deps, actor, input, { after: caseIn(cursor, 'lawChangeTried'), limit }));
      return { dryRun, kind: tried.kind, toSha256: tried.toSha256, newestSha256: tried.newestSha256, items: tried.lines.map(lineView), next: tried.next === null ? null : cursorOf('lawChangeTried', [tried.next]), proposed: null };
    }
    return onceApart((work) => this.door.as(actor, work), actor, headers, async () => {
      const change = changeView(answerOf(await proposeLawChange(this.door.deps, actor, input)));
      return { dryRun, kind: change.kind, toSha256: change.toSha256, newestSha256: null, items: [], next: null, proposed: change };
    });
  }

  @Get()
  @ApiOperation({ summary: 'Changes of law of the county, the newest first' })
  @ApiOkResponse({ standardSchema: LawChangePage })
  public async list(@Who() { actor }: SignedIn, @Query({ schema: ListQuery }) { cursor, limit }: z.infer<typeof ListQuery>): Promise<z.infer<typeof LawChangePage>> {
    const place = readCursor(cursor, 'lawChanges', [z.iso.datetime(), z.uuid()]);
    const rows = await this.door.as(actor, (m) => readLawChanges(m, { before: place === null ? null : [String(place[0]) as LegalInstant, String(place[1])], limit: limit + 1 }));
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown.map(summaryOf), next: rows.length > limit && last !== undefined ? cursorOf('lawChanges', [last.proposedAt, last.lawChangeId]) : null };
  }

  @Get(':id')
  @ApiOperation({ summary: 'A change with its signatures and how far it has come' })
  @ApiOkResponse({ standardSchema: LawChangeView })
  public async one(@Who() { actor }: SignedIn, @Param('id', { schema: LawChangeId }) id: string): Promise<z.infer<typeof LawChangeView>> {
    const change = await this.door.as(actor, (m) => readLawChange(m, id));
    if (change === null) throw notFound();
    return changeView(change);
  }

  @Get(':id/lines')
  @ApiOperation({ summary: 'The lines of a change, by case: what is rewritten, and what became of it' })
  @ApiOkResponse({ standardSchema: LinePage })
  public async lines(@Who() { actor }: SignedIn, @Param('id', { schema: LawChangeId }) id: string, @Query({ schema: LineQuery }) { status, which, cursor, limit }: z.infer<typeof LineQuery>): Promise<z.infer<typeof LinePage>> {
    const after = caseIn(cursor, 'lawChangeLines');
    const rows = await this.door.as(actor, async (m) => {
      if (await readLawChange(m, id) === null) throw notFound();
      return readLines(m, id, { after, limit: limit + 1, status: status ?? null, everything: which === 'all' });
    });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown.map(keptLineView), next: rows.length > limit && last !== undefined ? cursorOf('lawChangeLines', [last.caseId]) : null };
  }

  @Post(':id/sign')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Sign the lines of this round; with the second person it is adopted and applied' })
  @ApiOkResponse({ standardSchema: LawChangeView })
  public sign(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: LawChangeId }) id: string, @Body({ schema: SignBody }) { manifest }: z.infer<typeof SignBody>): Promise<z.infer<typeof LawChangeView>> {
    return this.settled(actor, headers, () => signLawChange(this.door.deps, actor, id, manifest));
  }

  @Post(':id/reject')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Give it up before it is signed, or leave what was held back as it is' })
  @ApiOkResponse({ standardSchema: LawChangeView })
  public reject(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: LawChangeId }) id: string): Promise<z.infer<typeof LawChangeView>> {
    return this.settled(actor, headers, () => rejectLawChange(this.door.deps, actor, id));
  }

  private settled(actor: SignedInActor, headers: CommandHeaders, work: () => Promise<LawChangeOutcome<ReadLawChange>>): Promise<z.infer<typeof LawChangeView>> {
    return onceApart((inTransaction) => this.door.as(actor, inTransaction), actor, headers, async () => changeView(answerOf(await work())));
  }
}

function caseIn(cursor: string | undefined, sort: string): string | null {
  const place = readCursor(cursor, sort, [z.uuid()]);
  return place === null ? null : String(place[0]);
}

function answerOf<T>(outcome: LawChangeOutcome<T>): T {
  switch (outcome.status) {
    case 'done': return outcome.answer;
    case 'invalid': throw new Problem('validation', { zh: '请改正所列各项。', en: 'Correct the fields listed.' }, { errors: outcome.errors });
    case 'refused': throw new Problem('blocked', { zh: '不能办理，原因见blockers。', en: 'This cannot be done; see blockers.' }, { blockers: outcome.blockers });
    case 'notFound': throw notFound();
  }
}

import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { legalNow } from '#store';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { once } from '../http/once.ts';
import { Instant } from '../http/schemas.ts';
import { notFound } from '../problems/problem.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { placesOf, standsInFor, waitsFor } from './waiting-for.ts';
import { InboxPage, inboxPage, InboxQuery } from './inbox-page.ts';

const EntryId = z.string().regex(/^[1-9]\d{0,17}$/);
const ReadMark = z.strictObject({ entryId: z.string(), readAt: Instant }).meta({ id: 'ReadMark' });

@ApiTags('inbox')
@ApiBearerAuth()
@Controller('api/inbox')
export class InboxController {
  public constructor(private readonly door: Door) {}

  @Get()
  @ApiOperation({ summary: 'What waits for the asking person: tasks of the own roles, papers to serve, reminders, escalations' })
  @ApiOkResponse({ standardSchema: InboxPage })
  public list(@Who() { actor }: SignedIn, @Query({ schema: InboxQuery }) query: z.infer<typeof InboxQuery>): Promise<z.infer<typeof InboxPage>> {
    return this.door.as(actor, (m) => inboxPage(m, actor, query));
  }

  @Post(':entryId/read')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Mark a message of the inbox as read' })
  @ApiOkResponse({ standardSchema: ReadMark })
  public read(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('entryId', { schema: EntryId }) entryId: string): Promise<z.infer<typeof ReadMark>> {
    return this.door.as(actor, (m) => once(m, actor, headers, async () => {
      const { at } = await legalNow(m);
      const [rows] = await m.query<[{ read_at: string }[], number]>(`UPDATE inbox_entry SET read_at = coalesce(read_at, $2) WHERE entry_id = $1 AND CASE WHEN person_id IS NULL THEN ${waitsFor('inbox_entry', '$3')} ELSE person_id = $4 OR EXISTS (SELECT 1 FROM (SELECT inbox_entry.case_id, inbox_entry.office_id, inbox_entry.role, ARRAY[inbox_entry.person_id] AS persons, '{}'::text[] AS roles) named WHERE ${standsInFor('named')}) END RETURNING read_at`, [entryId, at, placesOf(actor), actor.personId]);
      const [row] = rows;
      if (row === undefined) throw notFound();
      return { entryId, readAt: row.read_at };
    }));
  }
}

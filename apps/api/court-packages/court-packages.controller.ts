import { Readable } from 'node:stream';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { storedZip, zipBytes } from '#court-package';
import { Door } from '../door.module.ts';
import { CaseId } from '../http/schemas.ts';
import { noteReading } from '../people/reading.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { membersOf, openPackage } from './court-package.ts';
import { CourtPackageManifest, StepSeq } from './court-package-schemas.ts';

const MANIFEST_HASH = { 'anjuan-manifest-sha256': { description: 'SHA-256 of manifest.json as it lies in the package', schema: { type: 'string' } } } as const;
const refusals = 'Answers 404 for a step that is no application to the court, 409 (`blocked`) with everything that is missing where the record is not complete, 410 where a person was erased.';

/** The package with which the court is asked to enforce (Administrative Compulsion Law art. 55), from the record as it stood at that step. */
@ApiTags('cases: court packages')
@ApiBearerAuth()
@Controller('api/cases/:id/court-packages')
export class CourtPackagesController {
  public constructor(private readonly door: Door) {}

  @Get(':step')
  @ApiOperation({ summary: 'What the package of an application holds: the manifest, without names', description: refusals })
  @ApiOkResponse({ standardSchema: CourtPackageManifest, headers: MANIFEST_HASH })
  public async manifest(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('step', { schema: StepSeq }) step: number, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof CourtPackageManifest>> {
    const { composed } = await this.door.as(actor, async (m) => {
      await noteReading(m, this.door, actor, id, 'court package');
      return openPackage(m, this.door, id, step);
    });
    void reply.header('anjuan-manifest-sha256', composed.manifestSha256);
    return composed.manifest;
  }

  @Get(':step/download')
  @ApiOperation({ summary: 'The package as a ZIP, with its signature and a script that checks it offline; it shows identities, so the look is logged', description: `${refusals} The same record gives the same bytes. Files that the asking person may not read are left out and named as such.` })
  @ApiProduces('application/zip')
  @ApiOkResponse({ description: 'The package', headers: MANIFEST_HASH, content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } })
  public async download(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('step', { schema: StepSeq }) step: number, @Res() reply: FastifyReply): Promise<void> {
    const opened = await this.door.as(actor, (m) => openPackage(m, this.door, id, step));
    const { manifestSha256 } = opened.composed;
    const members = await membersOf(opened, this.door.files, (work) => this.door.as(actor, work));
    await this.door.as(actor, (m) => this.door.deps.content.logReveal(m, { caseId: id, officeId: opened.officeId, contentIds: opened.shows, why: `court package ${step}, manifest ${manifestSha256}` }));
    await reply.headers({ 'content-length': String(zipBytes(members)), 'content-disposition': `attachment; filename="court-package-${id}-${step}.zip"`, 'anjuan-manifest-sha256': manifestSha256 })
      .type('application/zip').send(Readable.from(storedZip(members), { objectMode: false }));
  }
}

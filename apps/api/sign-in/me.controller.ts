import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Who, type SignedIn } from './access-guard.ts';

const Me = z.strictObject({
  personId: z.uuid(), username: z.string(), displayName: z.string(), officeId: z.string(), countyId: z.string(), roles: z.array(z.string()),
  offices: z.array(z.string()).describe('Offices whose cases this person sees.'), legalNow: z.string().describe('The legal instant of this answer, UTC.'),
}).meta({ id: 'Me', examples: [{ personId: '00000000-0000-4000-8000-000000000001', username: 'zhang.min', displayName: '张敏', officeId: 'mianyang', countyId: '610725', roles: ['officer'], offices: ['mianyang'], legalNow: '2026-11-22T02:00:00.000Z' }] });

@ApiTags('sign-in')
@ApiBearerAuth()
@Controller('api/me')
export class MeController {
  @Get()
  @ApiOperation({ summary: 'Who am I, in which office and roles, on the legal day of now' })
  @ApiOkResponse({ standardSchema: Me })
  public me(@Who() { actor, arrivedAt }: SignedIn): z.infer<typeof Me> {
    const { personId, username, displayName, officeId, countyId, roles, offices } = actor;
    return { personId, username, displayName, officeId, countyId, roles, offices, legalNow: arrivedAt };
  }
}

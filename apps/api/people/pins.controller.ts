import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { chooseOwnPin, liftPinLock } from '#commands/people';
import { Door } from '../door.module.ts';
import { Instant, PersonId } from '../http/schemas.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { orderAnswer } from './order-answer.ts';

const Pin = z.string().regex(/^\d{6}$/);
const PinBody = z.strictObject({ pin: Pin.describe('Six digits'), before: Pin.optional().describe('The PIN before, when it is changed') }).meta({ id: 'ChoosePin', examples: [{ pin: '285714' }] });
const PinSet = z.strictObject({ setAt: Instant }).meta({ id: 'PinSet' });
const LockLifted = z.strictObject({ personId: z.uuid() }).meta({ id: 'PinLockLifted' });

/** The PIN with which an officer confirms on a colleague's device. Nothing here is kept for repetition: a PIN stands nowhere but as its hash. */
@ApiTags('people')
@ApiBearerAuth()
@Controller('api')
export class PinsController {
  public constructor(private readonly door: Door) {}

  @Post('me/pin')
  @HttpCode(200)
  @ApiOperation({ summary: 'Set or change the own PIN; doing it twice does no harm' })
  @ApiOkResponse({ standardSchema: PinSet })
  public async choose(@Who() { actor }: SignedIn, @Body({ schema: PinBody }) { pin, before }: z.infer<typeof PinBody>): Promise<z.infer<typeof PinSet>> {
    return orderAnswer(await chooseOwnPin(this.door.deps, actor, pin, before));
  }

  @Post('people/:personId/pin/unlock')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lift the lock after five wrong tries: by the head of the office or the county legal office' })
  @ApiOkResponse({ standardSchema: LockLifted })
  public async unlock(@Who() { actor }: SignedIn, @Param('personId', { schema: PersonId }) personId: string): Promise<z.infer<typeof LockLifted>> {
    return orderAnswer(await liftPinLock(this.door.deps, actor, personId));
  }
}

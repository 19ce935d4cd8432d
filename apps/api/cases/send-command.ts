import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { executeCommand, type CommandRequest } from '#commands';
import type { Door } from '../door.module.ts';
import type { CommandHeaders } from '../http/command.ts';
import { notFound } from '../problems/problem.ts';
import type { SignedIn } from '../sign-in/access-guard.ts';
import { commandAnswer } from './command-answer.ts';
import type { CommandAnswer } from './command-bodies.ts';

/** Sends a person's command through the one door; answers what was done, or throws the problem that says why it was not. */
export async function sendCommand(door: Door, { actor, arrivedAt }: SignedIn, headers: CommandHeaders, caseId: string, command: CommandRequest['command'], reply: FastifyReply): Promise<z.infer<typeof CommandAnswer>> {
  return commandAnswer(await executeCommand(door.deps, { actor, ...headers, receivedAt: arrivedAt, caseId, command }), reply);
}

/** The id of a paper or an approval of this case: it begins with the case's. Throws `notFound` for another's. */
export function ofCase(caseId: string, id: string): string {
  if (!id.startsWith(`${caseId}.`)) throw notFound();
  return id;
}

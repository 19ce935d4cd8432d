/**
 * The daily proof, `proof/<date>`: every due instant is computed again from the events and compared with what is stored
 * and what was recorded. Differences without a cause call people.
 */
import type { ProofDone, ProofInput } from '#contracts/messages';
import { must, proofs } from './record.ts';
import { hearWakes } from './wakes.ts';

export async function dailyProof({ date }: ProofInput): Promise<ProofDone> {
  hearWakes();
  const proof = await proofs.proveDay(date);
  if (proof.unexplained > 0) await must.reportIncident(`proof/${date}`, 'proofDiffers');
  return proof;
}

/** Begins each day: asks for the proof of the day before, and wakes what is owed while nobody is armed for it. */
export async function dailyRound(): Promise<void> {
  await must.beginDay();
}

/** Cases as they are to be played. */
import type { LegalDate } from '#law';
import type { Turn, World } from './world.ts';

/** A turn of a script and the day on which it is sent. */
export interface DatedTurn { on: LegalDate; turn: Turn }
/** A case as it is to be played. */
export interface Script { stand: World['stand']; turns: DatedTurn[]; /** A later day whose coming alone shows something. */ until?: LegalDate; /** The same persons once more, after the other: what only one case may hold is refused. */ twin?: true }

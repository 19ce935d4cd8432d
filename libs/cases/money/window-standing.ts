import type { CourtWindow } from '#ledger';

/** What the window to the court comes to on a day. */
export interface WindowStanding {
  /** Null while there is none: no time to sue has begun, or a remedy is pending. */
  window: CourtWindow | null;
  /** It is one, or the county has chosen. */
  decided: boolean;
  /** The day lies after its beginning, and nothing pends. */
  begun: boolean;
  /** Its last day is not past. */
  open: boolean;
}

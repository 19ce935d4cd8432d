/**
 * The closed vocabulary of an enforcement case: commands, events, state, duties. A pack (`#law/pack-format`) names its
 * own steps, papers and clocks as data over these unions; nothing here knows a procedure.
 */
import type { LegalDate, LegalInstant } from '#law/dates';
import type { BilingualText, PackRole, PackSign } from '#law/pack-format';
import type { ApprovalState, OfficeCommand, OfficeEvent, TaskHand } from './office/model.ts';
import type { ContentRef, Facts, LateEntry, LateMark, PersonOnDay } from './values.ts';
import type { MoneyCommand, MoneyEvent, MoneyState } from './money/types.ts';
import type { HallRecord, PartyAct, RepresentativeCommand, RepresentativeEvent, RepresentativeState } from './party/types.ts';
import type { ActedAs, ActingFor, Agreement, Confirmation, FileLoan, HelpShows, LentBy, StepAround } from './people/types.ts';

export type { ContentRef, FactValue, Facts, LateEntry, LateMark, PersonOnDay } from './values.ts';
export type * from './office/model.ts';

/** Whose act it is: own power, handed over by the province, or entrusted (then in the principal's name). */
export interface ActingBody {
  basis: 'own' | 'handedOver' | 'entrusted';
  officeId: string;
  /** The authority in whose name papers go out: the principal when entrusted, else the office itself. */
  authorityId: string;
  instrument: string | null;
  publishedOn: LegalDate | null;
  matters: string[];
  from: LegalDate | null;
  to: LegalDate | null;
  /** True when the principal itself only holds the matter by entrustment. */
  subEntrusted: boolean;
}

export interface Party {
  partyId: string;
  kind: 'citizen' | 'organisation';
  /** Full years reached on the day of the act, from the identity number; null for organisations or when not known. */
  ageOnAct: number | null;
  /** Names, numbers and address, encrypted together. */
  identity: ContentRef;
}

/** An officer named in a command, with the certificate as it stood on the day of the act. */
export interface OfficerOnDay { personId: string; certificate: string | null; certifiedOnDay: boolean; /** The order by which another office lent the officer. */ lentBy?: string }

export interface Actor {
  personId: string;
  officeId: string;
  roles: PackRole[];
  /** The county legal office and the machine act across offices. */
  kind: 'person' | 'machine' | 'party';
  /** The party that acts for itself through the party's door, for the kind `party`. */
  party?: string;
  /** Of whoever acts for it: the number of his letter of authority, or of the guardian's record. */
  authority?: number;
  as?: 'agent' | 'guardian';
  /** In whose place the person says to act, with the authority found for it. */
  actingFor?: ActingFor;
  /** The order by which another office lent the person to the case. */
  lent?: LentBy;
  /** Held on the day of the act, such as the national legal qualification (Penalty Law art. 58(2)). */
  qualifications?: string[];
}

export type ServiceWay = 'direct' | 'coResident' | 'leftInPlace' | 'electronic' | 'post' | 'entrusted' | 'transfer' | 'announcement';

/** What an officer records of one attempt at service. Names of persons are content (`note`, `evidence`), never here. */
export interface ServiceAttempt {
  way: ServiceWay;
  on: LegalDate;
  outcome: 'received' | 'refused' | 'nobodyThere' | 'returned' | 'sent' | 'posted';
  /** coResident: the relation, adulthood and co-residence that Civil Procedure Law art. 88 requires. */
  recipient?: { relation: string; adult: boolean; livesThere: boolean; sameCase?: boolean };
  /** leftInPlace: who refused, and how it was witnessed (art. 89). */
  refusedBy?: 'addressee' | 'coResidentAdult';
  witnesses?: number;
  recorded?: 'photo' | 'video';
  /** electronic: signed consent (Penalty Law art. 61(2)) and the day of arrival. */
  consentSignedOn?: LegalDate;
  arrivedOn?: LegalDate;
  /** post: number of the item; the date on the return slip. */
  itemNumber?: string;
  returnSlipOn?: LegalDate;
  /** entrusted, transfer: who hands over. */
  through?: string;
  /** announcement: why. The inquiry into the whereabouts is a step of the pack (`whereaboutsStep`), not a claim here. */
  ground?: 'whereaboutsUnknown' | 'otherWaysFailed';
  /** At what time it was done, HH:MM in China. */
  time?: string;
  /** Why it could not wait for a day or an hour on which execution is lawful (Compulsion Law art. 43(1)). */
  urgency?: ContentRef;
  /** Where it was handed over or tried, in words. */
  place?: ContentRef;
  note?: ContentRef;
  fileIds?: string[];
}

/** A signature on the scanned sheet, or that it was refused and who noted it. */
export interface SheetSignature { who: PackSign['who']; how: 'signature' | 'fingerMark' | 'seal' | 'refused'; notedBy: OfficerOnDay[] }
export type SealKind = 'physical' | 'electronic';

/** `basedOn`: the revision that the person had before his eyes when he acted; the act is judged on the record as it is. */
export type CaseCommand =
  | { type: 'openCase'; pack: string; on: LegalDate; parties: Party[]; facts: Facts; body: ActingBody; /** Entered after its time. */ late?: LateEntry }
  | { type: 'takeStep'; step: string; on: LegalDate; party?: string; facts: Facts; officers: OfficerOnDay[]; body: ActingBody; /** Of named officers, each by an own PIN that the edge has checked. */ confirmations?: Confirmation[]; /** With a request for help. */ shows?: HelpShows; /** Entered after its time. */ late?: LateEntry; basedOn?: number; /** What a party said at the hall, for which the person enters it. */ hall?: HallRecord }
  | { type: 'recordService'; paperId: string; party: string; attempt: ServiceAttempt; officers: OfficerOnDay[]; confirmations?: Confirmation[]; /** Whose act the service is on its day; without it the body of the last step. */ body?: ActingBody; late?: LateEntry; basedOn?: number }
  | { type: 'voidPaper'; paperId: string; on: LegalDate; reason: ContentRef }
  | { type: 'attachFile'; file: { fileId: string; sha256: string; bytes: number; mediaType: string; purpose: string }; /** The paper of which it is the signed sheet. */ sheetOf?: string }
  /** `unchanged`: what was sent says of the party what the record says already; only who reads the content can tell. */
  | { type: 'amendParty'; party: Party; on: LegalDate; reason: ContentRef; unchanged?: boolean }
  | { type: 'closeCase'; closing: string; on: LegalDate; reason: ContentRef | null }
  | { type: 'reopenCase'; reopening: string; on: LegalDate; facts: Facts; reason: ContentRef; body: ActingBody }
  /** A file of the case is the signed sheet of this paper. */
  | { type: 'fileOriginal'; paperId: string; fileId: string; on: LegalDate; signatures: SheetSignature[] }
  | { type: 'askSeal'; paperId: string; seal: SealKind; on: LegalDate; late?: LateEntry }
  /** By the keeper; `sha256` is of what lies before him. */
  | { type: 'useSeal'; paperId: string; seal: SealKind; sha256: string; on: LegalDate; late?: LateEntry }
  /** An order moves the case to another office; `body`: whose acts the further ones are. */
  | { type: 'transferCase'; on: LegalDate; instrument: string; reason: ContentRef; to: { officeId: string; countyId: string }; body: ActingBody; /** Instead of an order: the head who gave it, and the offer that the receiving head takes up. */ agreement?: { offerId: string; givenBy: PersonOnDay } }
  | { type: 'callInFile'; on: LegalDate; instrument: string; reason: ContentRef; to: { officeId: string; countyId: string } }
  | { type: 'returnFile'; on: LegalDate; loanSeq: number }
  /** The officer's PIN was right at that instant; `reason` where the days for it are over. */
  | { type: 'confirmStep'; stepSeq: number; personId: string; confirmedAt: LegalInstant; reason: ContentRef | null }
  | { type: 'fulfilDuty'; dutyId: string; outcome: string; attempts: number }
  | { type: 'advance' }
  | MoneyCommand
  | RepresentativeCommand
  | OfficeCommand;

/** Facts of the world that `decide` needs and cannot compute; read by the edge inside the same transaction. */
export interface Surroundings {
  actor: Actor;
  county: string;
  /** Registers: an existing claim on the key that this command would claim. */
  claims: Record<string, { heldBy: { office: string; number: string | null } } | null>;
  /** Person ids that are the same human being in another post of the case, by power, are judged from the state. */
  profile: 'development' | 'training' | 'production';
  /** Parties who are minors on the day of the act by their identity numbers; left out where nobody looked: then the age on the day of what they did counts. */
  minors?: readonly string[];
  /** Set while a party's own act is judged that somebody enters for it. */
  forParty?: PartyAct;
}

/** `toPerson`: one person of the role, where somebody in particular is told. `approvalId`, `turn`: the signature it is about. */
export interface DutyOwed { dutyId: string; kind: DutyKind; to: PackRole | null; toPerson?: string; approvalId?: string; turn?: string; about: BilingualText; paperId?: string; party?: string; clockId?: string; rung?: string; dueOn?: LegalDate; fulfilledBy?: string[] }
/** serve a paper; remind a person; escalate to the county legal office; hold a hearing; hand a case over to the court and follow it there; wait for a calendar notice. */
export type DutyKind = 'serve' | 'remind' | 'escalate' | 'holdHearing' | 'referToCourt' | 'resolveCalendar';

/** `about`: the paper whose service this one records. `closing`: the way of closing that issues it, with its reason. */
export interface IssuedPaper { paperId: string; paper: string; party: string | null; series: string | null; authorityId: string; about?: string; /** The approval whose sheet it is. */ approval?: string; closing?: { code: string; reason: ContentRef | null } }

/**
 * `v` is the schema version of the event's type; old versions are upcast on read. `caseOpened.officeId` is the office at
 * which the case was opened; a transfer moves it: rights come from `case_head` alone.
 */
export type CaseEvent =
  | { type: 'caseOpened'; v: 1; occurredOn: LegalDate; pack: string; phase: string; officeId: string; county: string; parties: Party[]; facts: Facts; body: ActingBody; actorId: string; /** Entered late: what was said of it. */ late?: LateMark }
  | ({ type: 'stepTaken'; v: 1; occurredOn: LegalDate; step: string; party: string | null; facts: Facts; partyFacts: Facts; officers: OfficerOnDay[]; actorId: string; body: ActingBody; phase: string | null; claims: string[]; /** Registers whose keys of the case are free again. */ releases?: string[]; suspends: string[]; resumes: string[]; clears?: string[]; /** Entered late: what was said of it. */ late?: LateMark; /** The revision of the case on which the act rested. */ basedOn?: number; /** Under which approvals it was taken. */ approvals?: string[]; /** Whose act it is, where a party took it. */ forParty?: PartyAct } & ActedAs & StepAround)
  | { type: 'stepFellDue'; v: 1; occurredOn: LegalDate; step: string; party: string | null; clockId: string }
  | { type: 'paperIssued'; v: 1; occurredOn: LegalDate; paper: IssuedPaper; /** filled by the edge before the append */ number: string | null; sha256: string | null; templateSha256: string | null }
  /** Taken back by a person for a reason, or void because another of its kind was issued before anybody received it. */
  | ({ type: 'paperVoided'; v: 1; occurredOn: LegalDate; paperId: string; reason: ContentRef | null; replacedBy?: string } & ActedAs)
  | ({ type: 'serviceAttempted'; v: 1; occurredOn: LegalDate; paperId: string; party: string; attempt: ServiceAttempt; officers: OfficerOnDay[]; result: 'served' | 'failed' | 'pending'; late?: LateMark; basedOn?: number; /** The guardians in whose hands it came, by number. */ guardians?: number[] } & ActedAs & Pick<StepAround, 'confirmedBy' | 'awaits'>)
  /** `rawOn` is the day of service as the facts have it, `effectiveOn` the day from which legal time runs (announcement: the later of raw and rolled end). */
  | { type: 'paperServed'; v: 1; occurredOn: LegalDate; paperId: string; party: string; way: ServiceWay; rawOn: LegalDate; rolledOn: LegalDate; effectiveOn: LegalDate }
  | { type: 'clockLapsed'; v: 1; occurredOn: LegalDate; clockId: string; clock: string; party: string | null; dueOn: LegalDate; calendarVersion: string; provisional: boolean }
  | { type: 'lapseWithdrawn'; v: 1; occurredOn: LegalDate; clockId: string; lapseSeq: number; because: { reason: 'calendarAmended' | 'suspended' | 'inTime' | 'anchorGone'; newDueOn: LegalDate | null }; /** steps that time had produced by this lapse */ fallen: number[] }
  | { type: 'rungReached'; v: 1; occurredOn: LegalDate; clockId: string; clock: string; rung: string; /** when the rung itself was due */ dueAt: LegalInstant }
  | { type: 'phaseEntered'; v: 1; occurredOn: LegalDate; phase: string; because: string }
  | { type: 'dutyOwed'; v: 1; occurredOn: LegalDate; duty: DutyOwed }
  | { type: 'dutyFulfilled'; v: 1; occurredOn: LegalDate; dutyId: string; outcome: string; attempts: number }
  | { type: 'dutyWithdrawn'; v: 1; occurredOn: LegalDate; dutyId: string; because: string }
  | { type: 'fileAttached'; v: 1; occurredOn: LegalDate; file: { fileId: string; sha256: string; bytes: number; mediaType: string; purpose: string }; sheetOf?: string }
  /** From then on the scan is the paper's original. */
  | { type: 'originalFiled'; v: 1; occurredOn: LegalDate; paperId: string; fileId: string; sha256: string; signatures: SheetSignature[] }
  | ({ type: 'sealAsked'; v: 1; occurredOn: LegalDate; paperId: string; seal: SealKind; applicantId: string; late?: LateMark } & ActedAs)
  | ({ type: 'sealUsed'; v: 1; occurredOn: LegalDate; paperId: string; requestSeq: number; seal: SealKind; sha256: string; applicantId: string; keeperId: string; late?: LateMark } & ActedAs)
  /** Identity corrected or completed before anything reached the party. */
  | ({ type: 'partyAmended'; v: 1; occurredOn: LegalDate; party: Party; reason: ContentRef } & ActedAs)
  | { type: 'caseTransferred'; v: 1; occurredOn: LegalDate; officeId: string; body: ActingBody; instrument: string; reason: ContentRef; actorId: string; /** By both heads. */ agreement?: Agreement }
  | { type: 'fileCalledIn'; v: 1; occurredOn: LegalDate; officeId: string; instrument: string; reason: ContentRef; actorId: string }
  | { type: 'fileReturned'; v: 1; occurredOn: LegalDate; loanSeq: number; actorId: string }
  | { type: 'stepConfirmed'; v: 1; occurredOn: LegalDate; stepSeq: number; personId: string; confirmedAt: LegalInstant; late: boolean; reason: ContentRef | null; actorId: string }
  /** From here on the case is judged under another text of its pack: a signed change of law, or a correction of our data. */
  | { type: 'lawChanged'; v: 1; occurredOn: LegalDate; lawChangeId: string; kind: LawChangeKind; fromSha256: string; toSha256: string; /** Of the signed line. */ lineHash: string }
  /** The case comes from an old file: what that file says was decided and paid. It ends in the same breath, and nothing goes on from it. */
  | { type: 'historyImported'; v: 1; occurredOn: LegalDate; fileNumber: string; /** Of the line that was imported. */ lineSha256: string; documentNumber: string; levies: ImportedLevy[]; actorId: string }
  | { type: 'packEnded'; v: 1; occurredOn: LegalDate; pack: string; lastDay: LegalDate }
  | ({ type: 'caseClosed'; v: 1; occurredOn: LegalDate; closing: string; reason: ContentRef | null } & ActedAs)
  /** Stands among the steps of the case under the code of the reopening. */
  | ({ type: 'caseReopened'; v: 1; occurredOn: LegalDate; reopening: string; phase: string; facts: Facts; reason: ContentRef; body: ActingBody; actorId: string; resumes: string[]; clears?: string[] } & ActedAs)
  | RepresentativeEvent
  | MoneyEvent
  | OfficeEvent;
export type CaseEventType = CaseEvent['type'];

/** What an old file says of one party, in whole fen as text. It stands in no ledger: no receipt of the bank is known of it. */
export interface ImportedLevy { party: string; decidedOn: LegalDate; servedOn: LegalDate | null; decidedFen: string; receivedFen: string; lastReceivedOn: LegalDate | null }

/** A new period in force, or the same period with a corrected text. */
export type LawChangeKind = 'changeOfLaw' | 'correction';

/** An event as it stands in the record: placed in the chain, with both times. */
export interface RecordedEvent { seq: number; recordedAt: LegalInstant; event: CaseEvent }

export interface TakenStep {
  seq: number; step: string; on: LegalDate; party: string | null; actorId: string; officerIds: string[];
  /** Of the case and of the party together; `partyFacts` names those of the party. */
  facts: Facts; partyFacts: string[];
  /** Facts that counted no more from this step on, unless it gave them anew. */
  clears?: string[];
  byTime: boolean;
  /** The absent person in whose place it was taken: his hand too. */
  actingFor?: { personId: string; instrument: string };
  /** Whose act it is, where a party took it. */
  forParty?: PartyAct;
  /** Taken when the case was closed. */
  afterClosing?: true;
  /** Officers named in it whose own confirmation is awaited. */
  awaits?: string[];
  /** Entered late: the day on which it was really done, and the consent. */
  late?: { doneOn: LegalDate; obstacleEndedOn: LegalDate; documentNumber: string | null };
  /** The phase that the step left and the one it entered; null when it moved nothing. */
  phases: { from: string; to: string } | null;
}
export interface PaperState extends IssuedPaper {
  seq: number; issuedOn: LegalDate; number: string | null; sha256: string | null; voided: boolean;
  attempts: { seq: number; party: string; attempt: ServiceAttempt; result: 'served' | 'failed' | 'pending'; officerIds: string[]; /** Officers named in it whose own confirmation is awaited. */ awaits?: string[] }[];
  /** By party id: service as it counts. */
  served: Record<string, { seq: number; way: ServiceWay; rawOn: LegalDate; rolledOn: LegalDate; effectiveOn: LegalDate }>;
  /** The signed sheet, once it is on file; until then the paper as it was issued is all there is. */
  original: { seq: number; fileId: string; sha256: string; on: LegalDate; signatures: SheetSignature[] } | null;
  seals: SealRequest[];
}
/** `inPlaceOf`: the absent person in whose place it was asked for or used. */
export interface SealRequest { seq: number; seal: SealKind; askedOn: LegalDate; applicantId: string; inPlaceOf?: string; used: { seq: number; on: LegalDate; keeperId: string; inPlaceOf?: string; sha256: string } | null }
export interface DutyState extends DutyOwed { seq: number; status: 'owed' | 'fulfilled' | 'withdrawn'; outcome?: string }
/** `phaseBefore`: where the case stood when the lapse was recorded, in case it is withdrawn. */
export interface LapseState { seq: number; clockId: string; clock: string; party: string | null; dueOn: LegalDate; withdrawn: boolean; phaseBefore: string }

/** The fold of the events; plain JSON, so that it can be kept as a snapshot beside `evolveVersion`. */
export interface CaseState {
  caseId: string;
  seq: number;
  pack: string;
  county: string;
  officeId: string;
  openedOn: LegalDate;
  lastRecordedAt: LegalInstant;
  phase: string;
  /** The day on which each phase was last come to from another one. */
  phaseDays: Record<string, LegalDate>;
  closed: { closing: string; on: LegalDate } | null;
  packEnded: boolean;
  body: ActingBody;
  parties: Party[];
  /** As given at the opening; `facts` and `partyFacts` are these and what the steps that stand have added. */
  openingFacts: Facts;
  facts: Facts;
  partyFacts: Record<string, Facts>;
  steps: TakenStep[];
  papers: PaperState[];
  lapses: LapseState[];
  rungs: { seq: number; clockId: string; rung: string; dueAt: LegalInstant }[];
  suspensions: { clock: string; from: LegalDate; to: LegalDate | null; step: string }[];
  duties: DutyState[];
  files: { fileId: string; sha256: string; purpose: string }[];
  approvals: ApprovalState[];
  /** Who has taken which task in hand, by `step:party`. */
  taskHands: Record<string, TaskHand>;
  fileLoans: FileLoan[];
  /** Agents by letter and guardians, also those whose time is over. */
  representatives: RepresentativeState[];
  /** Once money came. */
  money?: MoneyState;
  /** Of a case that comes from an old file. */
  imported?: { fileNumber: string; levies: ImportedLevy[] };
  /** Counts what people and lapses changed, not reminders: the ETag. */
  revision: number;
}
export const evolveVersion = 9;

/** Why something is refused: what is missing, by which article, and the earliest lawful day where there is one. */
export interface Blocker {
  code: string;
  message: BilingualText;
  article: BilingualText;
  field?: string;
  missing?: BilingualText;
  earliest?: LegalDate;
}
export type Decision = { events: CaseEvent[] } | { blockers: Blocker[] };

/** A clock of the case as it stands at an instant. */
export interface OpenClock {
  clockId: string;
  clock: string;
  name: BilingualText;
  party: string | null;
  actor: 'party' | 'agency' | 'system';
  anchorOn: LegalDate;
  anchorSeq: number;
  status: 'running' | 'suspended' | 'lapsed' | 'ended';
  rawOn: LegalDate | null;
  dueOn: LegalDate | null;
  provisional: boolean;
  candidates: [LegalDate, LegalDate] | null;
  calendarVersion: string;
  article: BilingualText;
  explanation: BilingualText;
  consequence: BilingualText;
  /** The next instant at which `advance` would record something of this clock: a rung, a lapse. */
  nextAt: LegalInstant | null;
}

export interface AllowedAction {
  action: 'takeStep' | 'recordService' | 'closeCase' | 'reopenCase' | 'askApproval' | 'signApproval' | 'withdrawApproval';
  code: string;
  name: BilingualText;
  party: string | null;
  allowed: boolean;
  needs: { fact: string; label: BilingualText; type: string; required: boolean; /** Of a reference: the steps that it can name. */ among?: number[] }[];
  blockers: Blocker[];
}
/** `persons`: only these may do it (whoever has it in hand, signers by name); empty: anybody of the role. `approvalId`: a signature waits; `roles`: in which named people sign. */
export interface OpenTask { step: string; name: BilingualText; party: string | null; role: PackRole; dueOn: LegalDate | null; persons: string[]; roles?: PackRole[]; approvalId: string | null }

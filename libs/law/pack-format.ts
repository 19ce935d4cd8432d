/**
 * The public format of a policy pack (docs/packs.md): one procedure as data. A pack names its own phases, steps,
 * papers, clocks, parameters and blocker codes over the closed, generic unions that the engine knows. Nothing here
 * computes; `libs/cases` interprets a pack, `npm run law -- schema` prints this as JSON Schema.
 */
import { z } from 'zod';

const Code = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/);
const DateText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const Text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type BilingualText = z.infer<typeof Text>;

const Status = z.enum(['verified', 'unverified', 'inference']);

const Role = z.enum(['officer', 'sectionHead', 'deputyHead', 'head', 'legalReviewer', 'hearingChair', 'countyLegalOffice', 'sealKeeper', 'finance']);
export type PackRole = z.infer<typeof Role>;

/** Where a rule stands: an instrument of the pack by its id, and the article. */
const Cite = z.strictObject({
  instrument: Code,
  article: z.string().min(1),
  status: Status.default('verified'),
});
export type Cite = z.infer<typeof Cite>;

/** Where a value in a comparison comes from. Dates, money (fen, as decimal yuan text) and whole numbers compare. */
export type Operand =
  | { value: string | number | boolean }
  | { fact: string }
  | { parameter: string }
  | { date: 'step' }
  | { stepDate: string }
  | { servedOn: string }
  | { refDate: string }
  | { minus: [Operand, Operand] }
  | { periodEnd: string; from: Operand }
  | { yearOf: Operand; plus?: number | undefined }
  | { balance: string }
  | { received: string }
  | { unpaid: string }
  | { overdueSince: string }
  | { surchargeOwed: string }
  | { inHands: string }
  | { actor: true };
const Operand: z.ZodType<Operand> = z.lazy(() => z.union([
  z.strictObject({ value: z.union([z.string(), z.number().int(), z.boolean()]) }),
  z.strictObject({ fact: Code }),
  z.strictObject({ parameter: Code }),
  z.strictObject({ date: z.literal('step') }),
  z.strictObject({ stepDate: Code }),
  z.strictObject({ servedOn: Code }),
  /** The day of the step that a reference fact names. */
  z.strictObject({ refDate: Code }),
  z.strictObject({ minus: z.tuple([Operand, Operand]) }),
  z.strictObject({ periodEnd: Code, from: Operand }),
  z.strictObject({ yearOf: Operand, plus: z.number().int().optional() }),
  /** What the party owes of a debt on the day, surcharge included, in fen. */
  z.strictObject({ balance: Code }),
  /** What has come in and pays a debt; what of it, surcharge included, is not paid, whether or not it may still be collected. In fen, 0 where no served decision has established the debt. */
  z.strictObject({ received: Code }),
  z.strictObject({ unpaid: Code }),
  /** The day since when the party has been behind with a debt. */
  z.strictObject({ overdueSince: Code }),
  /** What has accrued of the surcharge and is neither paid nor waived, in fen; 0 where no served decision has established the debt. */
  z.strictObject({ surchargeOwed: Code }),
  /** What officers took of a debt on the spot and the bank has not reported yet, in fen. */
  z.strictObject({ inHands: Code }),
  z.strictObject({ actor: z.literal(true) }),
]));

/**
 * A condition on the record as it stood on the day of the act. `party` is `this` (the party of the step), `each` (every
 * party of the case) or `any` (at least one); without it a step for one party reads `this`, any other `each`.
 * `served` and `lapsed` speak of the last paper issued to the party and of the last running of the clock: a new notice
 * replaces the one before. `since` counts a step only where it was taken after that paper reached the party, or after
 * that other step: who answered an earlier notice has not answered the new one.
 */
export type Condition =
  | { all: Condition[] } | { any: Condition[] } | { not: Condition }
  | { step: string; party?: PartyScope; since?: { served: string } | { step: string } }
  | { issued: string; party?: PartyScope }
  | { served: string; party?: PartyScope }
  | { lapsed: string; party?: PartyScope }
  | { running: string; party?: PartyScope }
  | { suspended: string }
  | { phase: string[] }
  | { present: string; party?: PartyScope }
  /** A debt (`money`) is paid in full; an instalment of it, or all of it, is in default. */
  | { paid: string; party?: PartyScope }
  | { inDefault: string; party?: PartyScope }
  /** Something of a debt is past its day: a sum, an instalment, or the surcharge that stayed unpaid. */
  | { overdue: string; party?: PartyScope }
  /** The last enforcement agreement on a debt has stages, and none of them is past and unpaid. */
  | { stagesKept: string; party?: PartyScope }
  /**
   * The window in which the court can be asked to enforce a debt. `decided`: it is one, or the county has chosen; `begun`: the
   * time to sue is over and nothing pends; `open`: its last day is not past. What has no window yet has not begun and is not over.
   */
  | { courtWindow: string; is: 'decided' | 'begun' | 'open'; party?: PartyScope }
  | { left: Operand; is: '=' | '!=' | '<' | '<=' | '>' | '>='; right: Operand }
  | { parameterSet: string }
  | { officers: number }
  | { actorTookNone: string[] }
  /** One of these steps stands that no step of `by` names in its reference fact `ref`; with `named`, the one that the command's own `ref` names. */
  | { unanswered: { steps: string[]; by: string[]; ref: string; named?: true } }
  /** The person acting holds one of these qualifications on the day of the act. */
  | { actorQualified: string[] }
  /** The person acting holds one of these roles in the office of the case. */
  | { actorRole: PackRole[] }
  | { personTookNone: { fact: string; steps: string[] } }
  | { partyKind: 'citizen' | 'organisation' }
  | { partyAge: { below: number } }
  | { claimFree: string };
export type PartyScope = 'this' | 'each' | 'any';
const Scope = z.enum(['this', 'each', 'any']).optional();
const Condition: z.ZodType<Condition> = z.lazy(() => z.union([
  z.strictObject({ all: z.array(Condition).min(1) }),
  z.strictObject({ any: z.array(Condition).min(1) }),
  z.strictObject({ not: Condition }),
  z.strictObject({ step: Code, party: Scope, since: z.union([z.strictObject({ served: Code }), z.strictObject({ step: Code })]).optional() }),
  z.strictObject({ issued: Code, party: Scope }),
  z.strictObject({ served: Code, party: Scope }),
  z.strictObject({ lapsed: Code, party: Scope }),
  z.strictObject({ running: Code, party: Scope }),
  z.strictObject({ suspended: Code }),
  z.strictObject({ phase: z.array(Code).min(1) }),
  z.strictObject({ present: Code, party: Scope }),
  z.strictObject({ paid: Code, party: Scope }),
  z.strictObject({ inDefault: Code, party: Scope }),
  z.strictObject({ overdue: Code, party: Scope }),
  z.strictObject({ stagesKept: Code, party: Scope }),
  z.strictObject({ courtWindow: Code, is: z.enum(['decided', 'begun', 'open']), party: Scope }),
  z.strictObject({ left: Operand, is: z.enum(['=', '!=', '<', '<=', '>', '>=']), right: Operand }),
  z.strictObject({ parameterSet: Code }),
  z.strictObject({ officers: z.number().int().min(1) }),
  z.strictObject({ actorTookNone: z.array(Code).min(1) }),
  z.strictObject({ unanswered: z.strictObject({ steps: z.array(Code).min(1), by: z.array(Code).min(1), ref: Code, named: z.literal(true).optional() }) }),
  z.strictObject({ actorQualified: z.array(Code).min(1) }),
  z.strictObject({ actorRole: z.array(Role).min(1) }),
  z.strictObject({ personTookNone: z.strictObject({ fact: Code, steps: z.array(Code).min(1) }) }),
  z.strictObject({ partyKind: z.enum(['citizen', 'organisation']) }),
  z.strictObject({ partyAge: z.strictObject({ below: z.number().int() }) }),
  z.strictObject({ claimFree: Code }),
])) as z.ZodType<Condition>;

/** What must hold before a step. Where `when` is given, the guard binds only then. */
const Guard = z.strictObject({
  code: Code,
  when: Condition.optional(),
  require: Condition,
  message: Text,
  missing: Text.optional(),
  cite: Cite,
  /** The clock whose end is the earliest lawful day, named in the refusal. */
  earliestAfter: Code.optional(),
});
export type Guard = z.infer<typeof Guard>;

/** A guard of every forward act: the opening, each step, service. `except` names steps, or `opening` and `service`. */
const ActGuard = Guard.extend({ except: z.array(Code).default([]) });
export type ActGuard = z.infer<typeof ActGuard>;

const Period = z.strictObject({
  length: z.union([z.number().int().min(0), z.strictObject({ parameter: Code })]),
  unit: z.enum(['ND', 'WD', 'MO', 'YEAR', 'FIX']),
  direction: z.enum(['after', 'before']).default('after'),
  roll: z.enum(['next-working-day', 'next-working-day-citizen-only', 'none', 'previous-working-day', 'absolute']),
  laterDateHelps: z.enum(['citizen', 'authority']).nullable().optional(),
  countMode: z.literal('clear').optional(),
  fixedDate: DateText.optional(),
});
export type PackPeriod = z.infer<typeof Period>;


/** A thing owed and to whom; the workflow of the duty's kind gets it done. */
const Owe = z.strictObject({
  duty: z.enum(['remind', 'escalate', 'holdHearing', 'referToCourt', 'resolveCalendar']),
  to: Role,
  about: Text,
  /** Steps that fulfil it; without them the workflow reports. */
  fulfilledBy: z.array(Code).optional(),
  /** On a rung or a lapse: it asks for a word or a visit to the party. A forbearance withholds it. */
  towardsParty: z.boolean().optional(),
  /** The date fact on which it is due. */
  dueFact: Code.optional(),
});
export type Owe = z.infer<typeof Owe>;

const Trigger = z.union([
  /** The opening of the case, or the day of a date fact of it. */
  z.strictObject({ opening: z.literal(true), anchorFact: Code.optional() }),
  /** `ref`: as an end, only of the running that began with the step which this reference fact names. */
  z.strictObject({ step: Code, anchorFact: Code.optional(), ref: Code.optional() }),
  z.strictObject({ issued: Code }),
  z.strictObject({ served: Code }),
  z.strictObject({ lapsed: Code }),
  /** As an end: the value date with which a debt is paid in full. */
  z.strictObject({ paid: Code }),
  /** Each instalment of the terms of a debt: its last day is the day on which it is due, and its payment ends it. Rungs count back from that day. */
  z.strictObject({ instalments: Code }),
  /** Each lapse of this clock: it runs while what lapsed is not made good, and ends when it is. */
  z.strictObject({ overdue: Code }),
  /** The window to the court of a debt: its last day (`application`), or the last day on which a demand leaves time for it (`demand`). Rungs count back from that day. */
  z.strictObject({ courtWindow: Code, last: z.enum(['demand', 'application']) }),
  /** Each forbearance of a debt, from its grant to its last day. */
  z.strictObject({ forbearance: Code }),
  /** Each stage of an enforcement agreement on a debt: its last day is the one agreed, and what is paid by then ends it. */
  z.strictObject({ stages: Code }),
]);
export type Trigger = z.infer<typeof Trigger>;

const Clock = z.strictObject({
  code: Code,
  name: Text,
  /** Absent: the clock is a measure only (`periodEnd`), it never runs by itself. */
  start: Trigger.optional(),
  /** What else starts it: another paper of the same effect. */
  startAlso: z.array(Trigger).default([]),
  startWhen: Condition.optional(),
  period: Period,
  /** Another length in a stated case, judged when the clock starts; the first that fits. */
  variants: z.array(z.strictObject({ when: Condition, period: Period, cite: Cite })).default([]),
  /** What ends the clock before it lapses. */
  ends: z.array(Trigger).default([]),
  /** Whose time it is. A lapse burdens the party or binds the authority. */
  actor: z.enum(['party', 'agency', 'system']),
  /** A right of the party that outlives the procedure: it runs on after the end of the pack and after closing. */
  survivesEnd: z.boolean().default(false),
  /** A remedy against the decision: the code of the party's door is good until the last of them is over. */
  remedy: z.boolean().default(false),
  consequence: Text,
  rungs: z.array(z.union([
    z.strictObject({ code: Code, daysAfterStart: z.number().int(), owe: Owe }),
    z.strictObject({ code: Code, daysAfterStart: z.strictObject({ parameter: Code }), owe: Owe }),
  ])).default([]),
  onLapse: z.array(z.union([
    z.strictObject({ produce: Code }),
    z.strictObject({ owe: Owe }),
    z.strictObject({ phase: Code }),
  ])).default([]),
  cite: Cite,
});
export type PackClock = z.infer<typeof Clock>;

const FactDefinition = z.strictObject({
  code: Code,
  label: Text,
  type: z.enum(['date', 'money', 'integer', 'boolean', 'choice', 'text', 'person', 'code']),
  /** Held for each party rather than for the case. */
  perParty: z.boolean().default(false),
  /** Free text about persons: encrypted content, never in an event. Every `text` is. */
  choices: z.array(z.strictObject({ value: Code, label: Text })).optional(),
  /** What others said, recorded as they said it: `forbiddenWords` do not bind here. Every other text is one on which an act can rest. */
  quotes: z.boolean().default(false),
  /** For an `integer`: it is the number (seq) of a step of one of these kinds, taken in the case by that day. */
  refersTo: z.array(Code).min(1).optional(),
  /** A `code` that is the number of another case of the county: it must exist, and each of the two shows the other. */
  namesCase: z.boolean().default(false),
  /** Of a case that a fact names: whether it is one of this pack, or of another; absent: either. */
  samePack: z.boolean().optional(),
  /**
   * A `text` of which each reading gives its reason: `true`, only the person who entered it and the county legal office
   * may read it, and no paper prints it; `handlers`, that office and whoever handles the case, and so is a paper that prints it.
   */
  sealed: z.union([z.boolean(), z.literal('handlers')]).default(false),
  /** For a `person`: the post that this person must hold on the day of the act. */
  role: Role.optional(),
  /** For a `person`: one of these posts in the office of the case. */
  roles: z.array(Role).min(1).optional(),
});
export type FactDefinition = z.infer<typeof FactDefinition>;

const Step = z.strictObject({
  code: Code,
  name: Text,
  /** Phases in which it can be taken. */
  from: z.array(Code).min(1),
  to: Code.optional(),
  /** `to` is entered only when every party has the step. */
  toWhenEach: z.boolean().default(false),
  by: z.array(Role).default([]),
  /** A party may take it too, through its own door, for itself. */
  byParty: z.boolean().default(false),
  /** What the party says, asks for or gives up: the office's own entry of it is not by whoever investigates the case. */
  wordsOfParty: z.boolean().default(false),
  /** Taken in a closed case too: by a party until its last `remedy` is over, by the authority to answer it. Clocks that such a step starts then run on. */
  afterClosing: z.boolean().default(false),
  perParty: z.boolean().default(false),
  repeat: z.enum(['once', 'many']).default('once'),
  /** Time alone takes it (`onLapse.produce`); nobody can command it. */
  byTime: z.boolean().default(false),
  /** Whose act it is, where it is entered after the limit of `lateEntry`: a party's keeps its day, one of the authority counts from the day of recording. */
  helps: z.enum(['party', 'authority']).optional(),
  /** A forward act is refused after the end of the pack; remedies, corrections and closing are not forward. */
  forward: z.boolean().default(true),
  /** Powers kept in different hands; the database refuses two incompatible ones in one hand. */
  power: z.enum(['filer', 'filingApprover', 'investigator', 'drafter', 'legalReviewer', 'hearingChair', 'decider']).optional(),
  facts: z.array(z.strictObject({ fact: Code, required: z.boolean().default(true) })).default([]),
  guards: z.array(Guard).default([]),
  /** Offered as a task to `by` while this holds. Absent: offered never, only allowed. */
  offer: Condition.optional(),
  issues: z.array(z.strictObject({ paper: Code, when: Condition.optional() })).default([]),
  computes: z.array(z.strictObject({
    fact: Code,
    formula: z.enum(['socialMaintenanceFee']),
    /** Inputs the formula can do without; the formula itself refuses where its rule needs one. */
    optional: z.array(Code).default([]),
    inputs: z.record(Code, Operand),
  })).default([]),
  claims: z.array(z.strictObject({ register: Code, when: Condition.optional() })).default([]),
  /** The fact (a `code`: the id of an office of the county) that names whom it asks for help: that office then reads the file. */
  asksHelpOf: Code.optional(),
  /** The answer of the office asked, taken by its own people; it gives the file back. */
  answersHelp: z.boolean().default(false),
  /** Registers whose keys of the case are free again: the decision for which they stood is gone. */
  releases: z.array(Code).default([]),
  suspends: z.array(Code).default([]),
  resumes: z.array(Code).default([]),
  /** Facts that the step sets anew: what an earlier act gave and this one does not give counts no more. */
  clears: z.array(Code).default([]),
  /** The line of this step where a paper lists steps, {listed:STEP}: text with placeholders, `名称：内容`. */
  listed: z.string().min(1).optional(),
  owes: z.array(z.strictObject({ owe: Owe, when: Condition.optional() })).default([]),
  cite: Cite,
});
export type PackStep = z.infer<typeof Step>;

/** Who signs a paper, and how; a party who cannot write sets a finger mark. */
const Sign = z.strictObject({
  who: z.enum(['party', 'agent', 'askedPerson', 'presentPerson', 'witness', 'recipient', 'officers', 'recorder', 'chair', 'reviewer', 'participants', 'head', 'authority']),
  how: z.enum(['signature', 'fingerMark', 'seal']),
});
export type PackSign = z.infer<typeof Sign>;

const Paper = z.strictObject({
  code: Code,
  template: Code,
  title: Text,
  /** Series name of the document number, such as 罚决字; null for papers without a number. */
  series: z.string().nullable(),
  perParty: z.boolean().default(false),
  /** Must be served; legal time of the party runs from its service. */
  serve: z.boolean().default(false),
  /** Issued again, it voids the earlier one that reached nobody, and the step of that one with it; the number is kept. */
  replacesUnserved: z.boolean().default(false),
  /** What it says in one sentence, with the placeholders of `fields`: printed by a public announcement of its service. */
  gist: z.string().min(1).optional(),
  /** Field of the template -> text with placeholders {fact:x} {money:x} {words:x} {date:x} {party:name} {due:CLOCK} {length:CLOCK} {parameter:x} {authority:name} {principal:name}. */
  fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  onServed: z.strictObject({ phase: Code, whenEach: z.boolean().default(true) }).optional(),
  /** Fields that read otherwise in a stated case, judged when it is issued; null leaves a field out. */
  variants: z.array(z.strictObject({ when: Condition, fields: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])) })).default([]),
  /** Copies and for whom (份数及去向), printed at the foot. */
  copies: z.array(z.strictObject({ for: Text, count: z.number().int().min(1).max(20) })).optional(),
  /** Who signs the sheet, and how: what the signed original must show (`fileOriginal`). */
  signs: z.array(Sign).optional(),
  /** What is read out or announced when the sheet is handed over or signed, printed at the foot. */
  readAloud: Text.optional(),
  cite: Cite,
});
export type PackPaper = z.infer<typeof Paper>;

const Parameter = z.strictObject({
  code: Code,
  name: Text,
  type: z.enum(['integer', 'integers', 'money', 'choice', 'time', 'date', 'text']),
  choices: z.array(Code).optional(),
  /** Bounds of whole numbers, inclusive; 1 to 3650 where they are left out. */
  min: z.number().int().optional(),
  max: z.number().int().optional(),
  why: Text,
  cite: Cite,
});
export type PackParameter = z.infer<typeof Parameter>;

/**
 * Words on which nothing may be founded. A text or code of a case that has one is refused with the field, the words as
 * they are written and the article. Found however written: full width, other case, with spaces or punctuation between.
 */
const ForbiddenWords = z.strictObject({
  code: Code,
  words: z.array(z.string().min(2)).min(1),
  /** Longer words in which a forbidden one means something else (超生产 is no 超生). */
  except: z.array(z.string().min(3)).default([]),
  /** Whose cases: those of this pack, those of every other pack (a procedure that was abolished), or all. */
  cases: z.enum(['own', 'others', 'all']).default('own'),
  /** Days of recording on which the rule binds, inclusive; absent = always. */
  from: DateText.optional(),
  to: DateText.optional(),
  message: Text,
  cite: Cite,
});
export type ForbiddenWords = z.infer<typeof ForbiddenWords>;

const Closing = z.strictObject({
  code: Code,
  name: Text,
  from: z.array(Code).min(1),
  by: z.array(Role).min(1),
  guards: z.array(Guard).default([]),
  /** Papers that the closing issues: the report on it, the index of the file. */
  issues: z.array(z.strictObject({ paper: Code, when: Condition.optional() })).default([]),
  cite: Cite,
});
export type PackClosing = z.infer<typeof Closing>;

/** How a procedure uses the library of causes: where its facts stand, and the articles of its refusals. */
const Causes = z.strictObject({
  /** Names the cause; `also` names further ones that the same act breaks, joined by a slash. */
  cause: Code, also: Code,
  /** The day of the act, which chooses the version of the cause: the first of these facts that is given. */
  actedOn: z.array(Code).min(1),
  /** Bounds of the range, entered by the library (or by a person, then equal to it), and the amounts that they bound. */
  minimum: Code, maximum: Code, amounts: z.array(Code).min(1),
  /** What a range is counted from: an amount of money, or a number of units. */
  base: Code, quantity: Code,
  /** Facts, any of which says that an order to correct was not followed; the first is asked for. */
  refused: z.array(z.strictObject({ fact: Code, is: z.boolean() })).min(1),
  /** The discretion band, whether the fine leaves it (entered by the library), and the reasons for it. */
  band: Code, outsideBand: Code, reasons: Code,
  /** Facts by which a penalty beside a fine is imposed (or intended), and which kind it is: the rule of the cause must give it. Illegal income is confiscated by general law. */
  kinds: z.array(z.strictObject({ fact: Code, value: Code.optional(), kind: z.enum(['warning', 'confiscateIncome', 'confiscateGoods', 'orderToStop', 'demolition', 'restoration', 'closure', 'replant']), cite: Cite })).default([]),
  /** The cause and version by which the fine was measured, entered by the library. */
  rule: Code,
  cites: z.strictObject({ basis: Cite, range: Cite, discretion: Cite, laterLaw: Cite }),
});

/** A closed case taken up again. Its code counts as a step that was taken: conditions and clocks may name it. */
const Reopening = z.strictObject({
  code: Code,
  name: Text,
  /** Closings after which it is possible. */
  from: z.array(Code).min(1),
  to: Code,
  by: z.array(Role).min(1),
  facts: z.array(z.strictObject({ fact: Code, required: z.boolean().default(true) })).default([]),
  guards: z.array(Guard).default([]),
  /** Clocks that were suspended and run on. */
  resumes: z.array(Code).default([]),
  /** Facts of the round before that count no more. */
  clears: z.array(Code).default([]),
  cite: Cite,
});
export type PackReopening = z.infer<typeof Reopening>;

/** Recusal (回避): the steps that ask for it and decide it. Who is recused takes no further part in the case. */
const Recusal = z.strictObject({
  request: Code,
  /** The fact that names the person, given with the request. */
  person: Code,
  decision: Code,
  /** The reference fact of the decision that names the request, and the fact that says yes or no. */
  ref: Code,
  granted: Code,
  cite: Cite,
});

/**
 * An official whom the matter itself is about (被举报人): from the moment the fact names the person he takes no part in the
 * case and sees nothing of it. A case that is opened about one is the county legal office's from the beginning.
 */
const ComplainedOf = z.strictObject({ person: Code, cite: Cite });

/**
 * A chain of approval (审批): before the steps it covers, the stages that bind sign in their order. Nothing is approved
 * by time; a chain of which no stage binds refuses.
 */
const Approval = z.strictObject({
  code: Code,
  name: Text,
  /** The steps that wait for it; one request may list several. */
  covers: z.array(Code).min(1),
  /** It binds only while this holds; absent: always. */
  when: Condition.optional(),
  /** Who asks for it. */
  askedBy: z.array(Role).min(1),
  stages: z.array(z.strictObject({
    code: Code,
    name: Text,
    by: z.array(Role).min(1),
    /** `any`: one of the role, or of those named in the request; `all`: each of those named (会签). */
    signing: z.enum(['any', 'all']).default('any'),
    when: Condition.optional(),
    /** The power that signing uses; incompatible ones do not meet in one hand. */
    power: z.enum(['filer', 'filingApprover', 'investigator', 'drafter', 'legalReviewer', 'hearingChair', 'decider']).optional(),
    /** Roles of the stage that people of the county legal office may sign in when they are named; others of another office need an order that lends them. */
    fromCounty: z.array(Role).default([]),
    /** Whoever signed an earlier stage may sign this one too. */
    sameSigner: z.boolean().default(false),
    /** After so many natural days of waiting somebody is told. */
    waits: z.strictObject({ days: z.strictObject({ parameter: Code }), to: Role }).optional(),
  })).min(1),
  /** The paper on which its signatures are printed when it is first used. */
  sheet: Code.optional(),
  /** Steps that leave an approval as it is; any other step taken after the request outdates it. */
  unaffectedBy: z.array(Code).default([]),
  cite: Cite,
});
export type PackApproval = z.infer<typeof Approval>;

/** Agents by letter of authority (授权委托书) and guardians (监护人). */
const Representation = z.strictObject({
  /** At most so many agents of a party at a time. */
  agents: z.strictObject({ most: z.number().int().min(1), cite: Cite }).optional(),
  /** Steps open to the party that give a right up: an agent takes them by a special letter that names them. */
  special: z.strictObject({ steps: z.array(Code).min(1), cite: Cite }).optional(),
  guardian: z.strictObject({
    /** Full years from which a party acts itself. */
    below: z.number().int().min(1).max(30),
    /** The choice `yes` or `no` by which the county says whether a minor acts through a guardian here; unset, it blocks what a minor does and what is served on one. */
    parameter: Code,
    /** Steps in which a party is heard, and the boolean fact of theirs that says that the guardian was present. */
    steps: z.array(Code).min(1),
    present: Code,
    cite: Cite,
  }).optional(),
});

/** Late entry (补录): within so many working days of its day, or of the end of the obstacle, an act is entered as it is; later with consent. */
const LateEntry = z.strictObject({
  /** The county's limit in working days. */
  parameter: Code,
  /** Who consents in writing to an entry after it. */
  consentBy: Role,
  cite: Cite,
});

/**
 * Money (docs/packs.md): what a served decision makes a party owe, and how it is reckoned. The first refused day is the
 * day after the pack's end. There is no tolerance: a debt is paid to the fen or it is not.
 */
const Terms = z.strictObject({
  /** The step with which the party asks, the clock in which it must, and the reference fact by which the answer names it. */
  application: Code,
  within: Code.optional(),
  ref: Code,
  refusals: z.array(Code).min(1),
  /** Steps that fix terms: the approval, and a renegotiation. The last one counts. */
  approvals: z.array(Code).min(1),
  /** Steps that end the terms before their time. */
  ends: z.array(Code).default([]),
  /** On which basis the deciding body must act: who only acts by entrustment receives and forwards. */
  decidedOn: z.array(z.enum(['own', 'handedOver', 'entrusted'])).min(1),
  /** Facts of an approval. `method`: a choice among weekly, monthly, dates, custom, deferral; `lines`: one `DATE` or `DATE=YUAN` a line, parted by `;`; `schedule` is computed of them and kept. */
  plan: z.strictObject({ method: Code, first: Code, count: Code, firstShare: Code, lines: Code, accelerates: Code, schedule: Code }),
  /** The parameter that caps the months from the approval to the last instalment; unset, there is no cap. */
  capMonths: Code.optional(),
  /** The window to the court: clocks of the time to sue, from when on it runs from the end of terms, the county's own rule, and the step that consents to terms which outlast it. */
  window: z.strictObject({
    sue: z.array(Code).min(1), fromTermsSince: DateText.nullable(), rule: Code.optional(), consent: Code.optional(),
    /** Steps that record a remedy and that end the one they name by `ref`: while one is pending the window has no beginning. */
    remedies: z.strictObject({ begin: z.array(Code).min(1), end: z.array(Code).min(1), ref: Code }).optional(),
    /** Steps that record a judgment on the decision and the date fact of its force: from then on two years (Interpretation 2018 art. 153). */
    judgments: z.strictObject({ steps: z.array(Code).min(1), on: Code }).optional(),
    /** The paper that demands performance, the step that asks the court, the working days kept for serving the demand. */
    demand: Code.optional(), application: Code.optional(), margin: Code.optional(),
    /** The guard of that step which refuses a second application while one is before the court: by it the county's figures know what is there. */
    atCourt: Code.optional(),
    /** The step by which the county chooses where two windows are possible, and the choice among `earlier` and `later`. */
    chosen: z.strictObject({ step: Code, fact: Code }).optional(),
    cite: Cite,
  }).optional(),
  cite: Cite,
});
export type PackTerms = z.infer<typeof Terms>;

/**
 * Forbearance (暂缓催缴): for a reason, by a document of the authority and to a day nothing is demanded of the party and nothing
 * said to it. What the law counts (the period to pay, the surcharge, the window to the court) runs on.
 */
const Forbearance = z.strictObject({
  /** The step by which a second person grants what the proposal says that `ref` names; on its day it begins. */
  grant: Code, ref: Code,
  /** Facts of the proposal: the reason (a `text`), the document (a `code`), the last day. */
  reason: Code, document: Code, until: Code,
  /** The step that ends it before, and the fact by which it names the grant. */
  end: Code, endRef: Code,
  /** The consent, naming the proposal by `ref`, without which it does not reach the last day on which a demand leaves time for the court. */
  consent: Code,
  /** Steps that are refused while it stands. Rungs and lapses are withheld where they are `towardsParty`. */
  withholds: z.array(Code).min(1),
  cite: Cite,
});
export type PackForbearance = z.infer<typeof Forbearance>;

const Debt = z.strictObject({
  code: Code,
  name: Text,
  /** The paper whose service establishes it, and the fact of money that it orders: of the party, or of the case. */
  paper: Code,
  amount: Code,
  /** The clock that begins with that service and ends with the last day to pay. */
  due: Code,
  /** Steps that quash the decision: nothing was ever owed. */
  quashedBy: z.array(Code).default([]),
  /** Steps that vary the sum, with the fact of money that says what it comes to from the beginning. */
  variedBy: z.array(z.strictObject({ step: Code, amount: Code })).default([]),
  /** The step by which a second person gives surcharge up (Compulsion Law art. 42); `ref` names the proposal, whose fact of money says how much. */
  waivedBy: z.strictObject({ step: Code, ref: Code, amount: Code }).optional(),
  /** Reconsideration and litigation: steps that begin one, with the date fact of its day; steps that end the one which `ref` names, with the first of these date facts that is given. */
  remedies: z.strictObject({ begin: z.array(Code).min(1), beginOn: Code, end: z.array(Code).min(1), endOn: z.array(Code).min(1), ref: Code }).optional(),
  surcharge: z.union([
    z.strictObject({ kind: z.literal('lateFee'), perMillePerMonth: z.number().int().min(1).max(1000), statedIn: Code, cappedSince: DateText.nullable(), cite: Cite, capCite: Cite }),
    z.strictObject({ kind: z.literal('additionalFine'), perMillePerDay: z.number().int().min(1).max(1000), statedIn: Code, cappedSince: DateText.nullable(), cite: Cite, capCite: Cite, /** Days of remedies from then on are left out. */ pausedSince: DateText.nullable(), pauseCite: Cite }),
  ]).optional(),
  /** Instalments and deferral. */
  terms: Terms.optional(),
  forbearance: Forbearance.optional(),
  /** The enforcement agreement (执行协议, Compulsion Law art. 42): the step that records it for a party, the fact (a `code`) of its stages, one `DATE=YUAN` a line parted by `;`, and the steps that end it. */
  agreement: z.strictObject({ step: Code, stages: Code, ends: z.array(Code).min(1), cite: Cite }).optional(),
  /** Collection on the spot (当场收缴): the step, for each party, by which officers take money, its fact of money, the fact (a `code`) that is the number of the special receipt, and the paper that bears the reference under which the office pays it in. Absent: nobody but the bank takes money. */
  collection: z.strictObject({ step: Code, amount: Code, receipt: Code, slip: Code, cite: Cite }).optional(),
  cite: Cite,
});
export type PackDebt = z.infer<typeof Debt>;

const Money = z.strictObject({
  debts: z.array(Debt).min(1),
  /** What a receipt pays first: each once. */
  allocation: z.array(z.enum(['principalDue', 'surcharge', 'principalNotDue'])).length(3),
  allocationCite: Cite,
  /** Whether a timely application for instalments holds the surcharge until the answer. */
  applicationHolds: z.boolean().default(false),
});
export type PackMoney = z.infer<typeof Money>;

/** When acts of execution in the field are not done: at night and on statutory holidays, save in urgent circumstances (Compulsion Law art. 43(1)). */
const ExecutionHours = z.strictObject({
  /** The first day on which the article is in force. */
  from: DateText,
  /** Handing these papers over in one of these ways is such an act. */
  service: z.strictObject({ papers: z.array(Code).min(1), ways: z.array(z.enum(['direct', 'coResident', 'leftInPlace', 'entrusted'])).min(1) }),
  /** Parameters (times) of the county: the law does not say when night is. While one of them is unset, holidays alone bar. */
  night: z.strictObject({ begins: Code, ends: Code }),
  cite: Cite,
});
export type PackExecutionHours = z.infer<typeof ExecutionHours>;

/** In which states an old file may enter by `import:history`, and what it must say then. */
const History = z.strictObject({
  states: z.array(z.strictObject({
    closing: Code,
    /** Whether the file must hold a decision, or must hold none. */
    decided: z.boolean(),
    /** What of the decided sums came in: nothing, a part, all. */
    received: z.enum(['nothing', 'part', 'all']),
    /** The first day on which a file could end so; null: on any day. */
    from: DateText.nullable(),
  })).min(1),
  cite: Cite,
});

export const PackFormat = z.strictObject({
  $schema: z.string().optional(),
  packFormat: z.literal(1),
  id: Code,
  name: Text,
  /** Inclusive dates; `to` null = open. */
  inForce: z.strictObject({
    from: DateText,
    to: DateText.nullable(),
    before: z.strictObject({ message: Text, cite: Cite }),
    after: z.strictObject({ message: Text, cite: Cite }).optional(),
  }),
  instruments: z.array(z.strictObject({ id: Code, name: Text })).min(1),
  /** Bases on which a body may act: its own power, handed over by the province, entrusted by another. */
  bodies: z.array(z.strictObject({ basis: z.enum(['own', 'handedOver', 'entrusted']), cite: Cite })).min(1),
  party: z.strictObject({ name: Text, /** 0: nobody need be named. */ min: z.number().int().min(0), max: z.number().int().min(0), kinds: z.array(z.enum(['citizen', 'organisation'])).min(1), /** The date fact on which a party's age counts. */ ageOn: Code.optional(), /** Citizens were so many years old on the day of a date fact: by their identity numbers, on opening and correction. */ olderThan: z.strictObject({ fact: Code, years: z.number().int().min(0).max(100), message: Text, cite: Cite }).optional() }),
  phases: z.array(z.strictObject({ code: Code, name: Text, closed: z.boolean().default(false) })).min(1),
  /** The word of the number under which its cases are kept, such as 线字; absent: 案字. */
  caseSeries: z.string().min(1).optional(),
  /** The phase of a new case. */
  initialPhase: Code,
  /** The step from which on no act of the case can be dated earlier. */
  filingStep: Code.optional(),
  /** The step that records the inquiry into a party's whereabouts, which public announcement needs. */
  whereaboutsStep: Code.optional(),
  /** The library of causes (docs/causes.md) measures the fine of this procedure; each entry names a fact of the pack. */
  causes: Causes.optional(),
  /** The choice `yes` or `no` by which a county asks that papers are sealed before they are served; not set, it asks nothing. */
  sealBeforeService: z.strictObject({ parameter: Code, cite: Cite }).optional(),
  /** Papers that an attempt at service issues by itself: the receipt of a paper that was served, and a public announcement. */
  servicePapers: z.strictObject({ receipt: Code, announcement: Code }).optional(),
  /** Officers named beside the one who acts confirm with a PIN of their own, where the county has introduced it. */
  confirmation: z.strictObject({
    /** Parameter (yes, no): whether the county has introduced it; unset: it has not. */
    required: Code,
    /** Parameter: working days after the act within which it is confirmed without more. */
    within: Code,
    /** Steps and closings that rest on such acts and wait for their confirmation. */
    before: z.array(Code).min(1),
    /** Service by these ways is such an act too: how many certified officers it needs where the county has introduced confirmation. */
    service: z.strictObject({ ways: z.array(z.enum(['direct', 'coResident', 'leftInPlace', 'electronic', 'post', 'entrusted', 'transfer', 'announcement'])).min(1), officers: z.number().int().min(1).max(5), cite: Cite }).optional(),
    cite: Cite,
  }).optional(),
  facts: z.array(FactDefinition),
  parameters: z.array(Parameter).default([]),
  registers: z.array(z.strictObject({ code: Code, name: Text, key: z.array(z.union([z.strictObject({ fact: Code, /** The fact that counts where this one is not given, and what counts where neither is. */ else: Code.optional(), default: z.string().optional() }), z.strictObject({ party: z.literal('identityNumber') })])).min(1), /** A key that is not complete is not entered; without this it breaks the act. */ whenComplete: z.boolean().default(false) })).default([]),
  forbiddenWords: z.array(ForbiddenWords).default([]),
  everyAct: z.array(ActGuard).default([]),
  opening: z.strictObject({ by: z.array(Role).min(1), facts: z.array(z.strictObject({ fact: Code, required: z.boolean().default(true) })).default([]), guards: z.array(Guard).default([]), cite: Cite }),
  steps: z.array(Step).min(1),
  papers: z.array(Paper).default([]),
  clocks: z.array(Clock).default([]),
  closings: z.array(Closing).default([]),
  reopenings: z.array(Reopening).default([]),
  recusal: Recusal.optional(),
  complainedOf: ComplainedOf.optional(),
  /** Files are read by whoever handles the case and by the county legal office, as texts `sealed` for `handlers`. */
  sealedFiles: z.boolean().default(false),
  /** Who acts for a party, beside the party itself. */
  representation: Representation.optional(),
  lateEntry: LateEntry.optional(),
  approvals: z.array(Approval).default([]),
  money: Money.optional(),
  executionHours: ExecutionHours.optional(),
  history: History.optional(),
});

/** A pack as data: validated, references not yet checked (see `checkPack`). */
export type Pack = z.infer<typeof PackFormat>;
export type PackInput = z.input<typeof PackFormat>;

import type { MigrationInterface } from 'typeorm';
import { Record1763769600001 } from './0001-record.ts';
import { Content1763769600002 } from './0002-content.ts';
import { Access1763769600003 } from './0003-access.ts';
import { Proof1763769600004 } from './0004-proof.ts';
import { RecordCorrections1763769600005 } from './0005-record-corrections.ts';
import { CorrectedParameters1763769600006 } from './0006-corrected-parameters.ts';
import { Changes1763769600007 } from './0007-changes.ts';
import { ReviewerApart1763769600008 } from './0008-reviewer-apart.ts';
import { EnteredFiles1763769600009 } from './0009-entered-files.ts';
import { MigrationDigest1763769600010 } from './0010-migration-digest.ts';
import { KnownLaw1763769600011 } from './0011-known-law.ts';
import { TaskNotBefore1763769600012 } from './0012-task-not-before.ts';
import { Office1763769600020 } from './0020-office.ts';
import { People1763769600021 } from './0021-people.ts';
import { MovedCases1763769600022 } from './0022-moved-cases.ts';
import { CountyCauses1763769600023 } from './0023-county-causes.ts';
import { PartyDoor1763769600024 } from './0024-party-door.ts';
import { Seals1763769600026 } from './0026-seals.ts';
import { Leads1763769600027 } from './0027-leads.ts';
import { Qualification1763769600028 } from './0028-qualification.ts';
import { Representatives1763769600029 } from './0029-representatives.ts';
import { Signers1763769600031 } from './0031-signers.ts';
import { Hands1763769600032 } from './0032-hands.ts';
import { ReleasedClaims1763769600033 } from './0033-released-claims.ts';
import { SealedLeads1763769600034 } from './0034-sealed-leads.ts';

/** All migrations, in order; forward only, and never edited once applied (the start refuses an edited one): fixed lists of statements. Each is one file with its class; a long one has its tables and functions in a folder of the same name. */
export const migrations: (new () => MigrationInterface)[] = [Record1763769600001, Content1763769600002, Access1763769600003, Proof1763769600004, RecordCorrections1763769600005, CorrectedParameters1763769600006, Changes1763769600007, ReviewerApart1763769600008, EnteredFiles1763769600009, MigrationDigest1763769600010, KnownLaw1763769600011, TaskNotBefore1763769600012, Office1763769600020, People1763769600021, MovedCases1763769600022, CountyCauses1763769600023, PartyDoor1763769600024, Seals1763769600026, Leads1763769600027, Qualification1763769600028, Representatives1763769600029, Signers1763769600031, Hands1763769600032, ReleasedClaims1763769600033, SealedLeads1763769600034];

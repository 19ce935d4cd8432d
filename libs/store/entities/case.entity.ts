import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';
import type { DutyOwed, OpenClock } from '#cases/model';
import type { LegalDate, LegalInstant } from '#law/dates';
import type { BilingualText } from '#law/pack-format';
import { day, instant } from './columns.ts';
import { Office } from './places.entity.ts';

/** A case as lists show it; the state itself is read by the door. */
@Entity({ name: 'case_head', synchronize: false })
export class CaseRow {
  @PrimaryColumn({ type: 'uuid', name: 'case_id' }) caseId!: string;
  @Column({ type: 'text', name: 'office_id' }) officeId!: string;
  @ManyToOne(() => Office) @JoinColumn({ name: 'office_id' }) office!: Relation<Office>;
  @Column({ type: 'text' }) pack!: string;
  @Column({ type: 'text', name: 'case_number' }) caseNumber!: string;
  @Column({ type: 'int' }) revision!: number;
  @Column({ type: 'text' }) phase!: string;
  @Column(day('opened_on')) openedOn!: LegalDate;
  @Column(day('closed_on', { nullable: true })) closedOn!: LegalDate | null;
  @Column(instant('last_recorded_at')) lastRecordedAt!: LegalInstant;
  @Column(instant('next_wake_at', { nullable: true })) nextWakeAt!: LegalInstant | null;
  @Column(instant('armed_for', { nullable: true })) armedFor!: LegalInstant | null;
  @OneToMany(() => ClockRow, (clock) => clock.case) clocks!: ClockRow[];
  @OneToMany(() => TaskRow, (task) => task.case) tasks!: TaskRow[];
  @OneToMany(() => DutyRow, (duty) => duty.case) duties!: DutyRow[];
}

/** A clock of a case with its explanation. */
@Entity({ name: 'clock', synchronize: false })
export class ClockRow {
  @PrimaryColumn({ type: 'text', name: 'clock_id' }) clockId!: string;
  @ManyToOne(() => CaseRow, (row) => row.clocks) @JoinColumn({ name: 'case_id' }) case!: Relation<CaseRow>;
  @Column({ type: 'text' }) code!: string;
  @Column({ type: 'text', nullable: true }) party!: string | null;
  @Column({ type: 'text' }) status!: OpenClock['status'];
  @Column(day('due_on', { nullable: true })) dueOn!: LegalDate | null;
  @Column({ type: 'boolean' }) provisional!: boolean;
  @Column({ type: 'jsonb' }) view!: OpenClock;
}

/** Work that waits for a person of a role. */
@Entity({ name: 'task', synchronize: false })
export class TaskRow {
  @PrimaryColumn({ type: 'uuid', name: 'case_id' }) caseId!: string;
  @PrimaryColumn({ type: 'text' }) step!: string;
  /** Empty when the step is for no party in particular. */
  @PrimaryColumn({ type: 'text' }) party!: string;
  @PrimaryColumn({ type: 'text' }) role!: string;
  @ManyToOne(() => CaseRow, (row) => row.tasks) @JoinColumn({ name: 'case_id' }) case!: Relation<CaseRow>;
  @Column(day('due_on', { nullable: true })) dueOn!: LegalDate | null;
  /** The earliest lawful day, as known when the case was last written. */
  @Column(day('not_before', { nullable: true })) notBefore!: LegalDate | null;
  @Column({ type: 'jsonb' }) name!: BilingualText;
  /** Since when it has waited. */
  @Column(instant('created_at')) createdAt!: LegalInstant;
}

/** Something owed, and how its fulfilment goes. */
@Entity({ name: 'duty', synchronize: false })
export class DutyRow {
  @PrimaryColumn({ type: 'text', name: 'duty_id' }) dutyId!: string;
  @ManyToOne(() => CaseRow, (row) => row.duties) @JoinColumn({ name: 'case_id' }) case!: Relation<CaseRow>;
  @Column({ type: 'text' }) kind!: string;
  @Column({ type: 'text', name: 'to_role', nullable: true }) toRole!: string | null;
  @Column({ type: 'text' }) status!: 'owed' | 'fulfilled' | 'withdrawn';
  @Column({ type: 'text', nullable: true }) outcome!: string | null;
  @Column({ type: 'text', name: 'workflow_id' }) workflowId!: string;
  @Column({ type: 'jsonb' }) payload!: DutyOwed;
  @Column(instant('owed_at')) owedAt!: LegalInstant;
  @Column({ type: 'int' }) attempts!: number;
  @Column(instant('last_attempt_at', { nullable: true })) lastAttemptAt!: LegalInstant | null;
  @Column({ type: 'text', name: 'last_error', nullable: true }) lastError!: string | null;
}

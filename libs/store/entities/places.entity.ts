import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';

/** A county, by its six-digit code. */
@Entity({ name: 'county', synchronize: false })
export class County {
  @PrimaryColumn({ type: 'char', length: 6 }) id!: string;
  @Column({ type: 'text' }) name!: string;
  @OneToMany(() => Office, (office) => office.county) offices!: Office[];
}

/** A township, a department of the county or its legal office. */
@Entity({ name: 'office', synchronize: false })
export class Office {
  @PrimaryColumn({ type: 'text' }) id!: string;
  @Column({ type: 'char', length: 6, name: 'county_id' }) countyId!: string;
  @ManyToOne(() => County, (county) => county.offices) @JoinColumn({ name: 'county_id' }) county!: Relation<County>;
  @Column({ type: 'text' }) kind!: 'township' | 'countyDepartment' | 'countyLegalOffice';
  @Column({ type: 'text' }) name!: string;
  /** The word before the series in a document number. */
  @Column({ type: 'text', name: 'short_name' }) shortName!: string;
  @Column({ type: 'text', name: 'region_code' }) regionCode!: string;
  @Column({ type: 'text', nullable: true }) address!: string | null;
  @Column({ type: 'text', nullable: true }) phone!: string | null;
}

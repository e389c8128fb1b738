import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last applied text of an SQL file. */
@Entity({ name: 'sql_file' })
export class SqlFileEntity {
  @PrimaryColumn('text')
  name!: string;

  @Column('text')
  hash!: string;
}

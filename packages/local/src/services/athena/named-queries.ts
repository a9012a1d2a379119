import { createHash } from 'node:crypto';

export interface NamedQuery {
  readonly NamedQueryId: string;
  readonly Name: string;
  readonly Description?: string;
  readonly Database: string;
  readonly QueryString: string;
  readonly WorkGroup: string;
}

export interface PreparedStatement {
  readonly StatementName: string;
  readonly QueryStatement: string;
  readonly WorkGroupName: string;
  readonly Description?: string;
  /** Seconds since the epoch. */
  readonly LastModifiedTime: number;
}

/** Saved queries and prepared statements; those that API calls make last until the end of the run. */
export class SavedQueries {
  readonly named = new Map<string, NamedQuery>();
  readonly #prepared = new Map<string, PreparedStatement>();

  /** The id is made of workgroup and name, so that it is the same in every run. */
  addNamed(query: Omit<NamedQuery, 'NamedQueryId'>): string {
    const digest = createHash('sha256').update(`${query.WorkGroup}\n${query.Name}\n${query.Database}`).digest('hex');
    const NamedQueryId = digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
    this.named.set(NamedQueryId, { ...query, NamedQueryId });
    return NamedQueryId;
  }

  addPrepared(statement: PreparedStatement): void {
    this.#prepared.set(`${statement.WorkGroupName}\n${statement.StatementName}`, statement);
  }

  prepared(workGroup: string, name: string): PreparedStatement | undefined {
    return this.#prepared.get(`${workGroup}\n${name}`);
  }

  preparedOf(workGroup: string): PreparedStatement[] {
    return [...this.#prepared.values()].filter(({ WorkGroupName }) => WorkGroupName === workGroup);
  }

  removePrepared(workGroup: string, name: string): boolean {
    return this.#prepared.delete(`${workGroup}\n${name}`);
  }
}

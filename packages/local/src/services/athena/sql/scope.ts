import type { Name } from 'sql-dialects';
import { type Position, SqlError } from 'sql-dialects';
import type { Column } from './column.ts';

/** What stands in FROM under one name. */
export interface ScopeRelation {
  /** `t`, `db.t` and `catalog.db.t`, lower case. */
  readonly qualifiers: readonly string[];
  readonly columns: readonly Column[];
}

/** The columns that expressions at one place can name. */
export class Scope {
  readonly relations: readonly ScopeRelation[];
  /** Columns of USING, which stand for those of both sides. */
  readonly merged: readonly Column[];
  readonly parent: Scope | undefined;

  constructor(relations: readonly ScopeRelation[], merged: readonly Column[] = [], parent?: Scope) {
    this.relations = relations;
    this.merged = merged;
    this.parent = parent;
  }

  /** The column of a dotted name and what of the name is left: the fields to be taken of it. */
  resolve(parts: readonly Name[], position: Position): { column: Column; fields: readonly Name[] } {
    const found = this.#find(parts, position);
    if (found !== undefined) return found;
    if (this.parent !== undefined) return this.parent.resolve(parts, position);
    const name = parts.map(({ text }) => text).join('.');
    throw new SqlError(`Column '${name}' cannot be resolved`, position, 'COLUMN_NOT_FOUND');
  }

  /** Whether the column is of this place itself, not of a query around it. */
  owns(column: Column): boolean {
    return this.merged.includes(column) || this.relations.some(({ columns }) => columns.includes(column));
  }

  /** The columns of `*` or `t.*`. */
  star(qualifier: readonly Name[], position: Position): Column[] {
    if (qualifier.length === 0) {
      const names = new Set(this.merged.map(({ name }) => name?.toLowerCase()));
      const others = this.relations.flatMap(({ columns }) => columns);
      const shown = others.filter(({ name, hidden }) => hidden !== true && !names.has(name?.toLowerCase()));
      if (shown.length + this.merged.length === 0)
        throw new SqlError('SELECT * not allowed in queries without FROM clause', position);
      return [...this.merged, ...shown];
    }
    const key = qualifier.map((name) => name.key).join('.');
    const relation = this.relations.find(({ qualifiers }) => qualifiers.includes(key));
    if (relation === undefined) throw new SqlError(`Unable to resolve reference ${key}`, position);
    return relation.columns.filter(({ hidden }) => hidden !== true);
  }

  #find(parts: readonly Name[], position: Position): { column: Column; fields: readonly Name[] } | undefined {
    for (let length = parts.length - 1; length >= 0; length--) {
      const qualifier = parts
        .slice(0, length)
        .map(({ key }) => key)
        .join('.');
      const key = parts[length]?.key ?? '';
      const among = length === 0 ? this.#unqualified(key) : this.#qualified(qualifier, key);
      const [column, another] = among;
      if (another !== undefined) throw new SqlError(`Column '${key}' is ambiguous`, position, 'AMBIGUOUS_NAME');
      if (column !== undefined) return { column, fields: parts.slice(length + 1) };
    }
    return undefined;
  }

  #unqualified(key: string): Column[] {
    const merged = this.merged.filter((column) => column.name?.toLowerCase() === key);
    if (merged.length > 0) return merged;
    return this.relations.flatMap(({ columns }) => columns.filter(({ name }) => name?.toLowerCase() === key));
  }

  #qualified(qualifier: string, key: string): Column[] {
    const relations = this.relations.filter(({ qualifiers }) => qualifiers.includes(qualifier));
    return relations.flatMap(({ columns }) => columns.filter(({ name }) => name?.toLowerCase() === key));
  }
}

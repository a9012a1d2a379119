import { FlinkSqlError } from '../job/flink-sql-error.ts';
import { type FlinkType, typeText } from '../job/flink-type.ts';
import type { Call, CreateTable, Expression } from '../job/job.ts';
import { ordinalColumn, recordsTable } from './names.ts';
import type { Column, Relation } from './relation.ts';
import { type Scope, translate } from './translate-expression.ts';
import { quotedName, type Typed } from './typed.ts';

/** Of a user-defined function: the members of the ROW that it gives. */
export type FunctionTypes = Readonly<Record<string, Readonly<Record<string, FlinkType>>>>;

/** Where the values of a column of the records' table come from. */
export type RecordValue =
  | { readonly kind: 'data' }
  | { readonly kind: 'arrival' }
  /** Member of the result of the call with that index. */
  | { readonly kind: 'result'; readonly call: number; readonly member: string };

export interface RecordColumn {
  readonly name: string;
  readonly type: FlinkType;
  readonly value: RecordValue;
}

/** A call of a user-defined function, once for each record. */
export interface FunctionCall {
  readonly name: string;
  readonly args: readonly RecordValue[];
}

/** Name of the step that stands for the records of a micro-batch as they came. */
export const recordsStep = 'records';

/** A table that is read: which columns the records' table needs becomes known while queries are printed. */
export class SourceTable implements Relation {
  readonly columns: readonly Column[];
  readonly step = recordsStep;
  readonly window = undefined;
  readonly isAggregated = false;
  readonly numbering = undefined;
  readonly calls: FunctionCall[] = [];
  readonly #table: CreateTable;
  readonly #functions: FunctionTypes;
  readonly #recordColumns = new Map<string, RecordColumn>();

  constructor(table: CreateTable, functions: FunctionTypes) {
    this.#table = table;
    this.#functions = functions;
    this.columns = table.columns.map((column): Column => {
      const { name, line } = column;
      if (column.kind !== 'computed') {
        this.#recordValue(name, line);
        return { name, type: column.type };
      }
      if (isProcessingTime(column.expression)) {
        return { name, type: { kind: 'TIMESTAMP_LTZ', precision: 3 }, role: 'processing_time' };
      }
      const { type } = translate(column.expression, this.#scope());
      return { name, type, ...(name === table.watermark?.column && { role: 'event_time' as const }) };
    });
  }

  get recordColumns(): readonly RecordColumn[] {
    return [...this.#recordColumns.values()];
  }

  print(needed: ReadonlySet<string>): string {
    const items = [...needed].map((name) => {
      if (name === ordinalColumn) return quotedName(name);
      const [column = '', member] = name.split('.');
      return `${this.#print(column, member, 0).sql} AS ${quotedName(name)}`;
    });
    return `SELECT ${items.join(', ') || '1'} FROM ${recordsTable}`;
  }

  /** SQL over the records' table. */
  printExpression(expression: Expression): Typed {
    return translate(expression, this.#scope());
  }

  #print(name: string, member: string | undefined, line: number): Typed {
    const column = this.#table.columns.find((candidate) => candidate.name === name);
    if (!column) throw new FlinkSqlError(`there is no column ${name} in ${this.#table.name}`, line);
    if (column.kind !== 'computed') return this.#record(name, column.type, this.#recordValue(name, line));
    const { expression } = column;
    return translate(
      member === undefined ? expression : { kind: 'field', of: expression, name: member, line },
      this.#scope(),
    );
  }

  #scope(): Scope {
    return {
      column: ([name = '', ...members], line) => {
        if (members.length > 0) throw new FlinkSqlError(`there is no column ${name}.${members.join('.')}`, line);
        return this.#print(name, undefined, line);
      },
      known: (expression) => {
        if (expression.kind === 'field' && expression.of.kind === 'call') {
          return this.#member(expression.of, expression.name, expression.line);
        }
        if (expression.kind !== 'call') return undefined;
        const fields = this.#fieldsOf(expression);
        return fields && { sql: '', type: { kind: 'ROW', fields } };
      },
    };
  }

  #fieldsOf({ name }: Call) {
    const key = Object.keys(this.#functions).find((known) => known.toUpperCase() === name.toUpperCase());
    return key === undefined ? undefined : this.#functions[key];
  }

  #member(call: Call, member: string, line: number): Typed | undefined {
    const fields = this.#fieldsOf(call);
    if (!fields) return undefined;
    const type = fields[member];
    if (!type) throw new FlinkSqlError(`${call.name} gives no ${member}`, line);
    const args = call.args.map((arg) => {
      if (arg.kind === 'column' && arg.path.length === 1) return this.#recordValue(arg.path[0] ?? '', line);
      throw new FlinkSqlError(`${call.name} takes columns of the record as arguments here`, line);
    });
    const text = JSON.stringify([call.name.toUpperCase(), args]);
    let index = this.calls.findIndex(({ name, args: others }) => JSON.stringify([name.toUpperCase(), others]) === text);
    if (index < 0) index = this.calls.push({ name: call.name, args }) - 1;
    return this.#record(`$${index}.${member}`, type, { kind: 'result', call: index, member });
  }

  #record(name: string, type: FlinkType, value: RecordValue): Typed {
    if (type.kind === 'ROW') throw new FlinkSqlError(`${name} of ${typeText(type)} is not supported here`, 0);
    if (!this.#recordColumns.has(name)) this.#recordColumns.set(name, { name, type, value });
    return { sql: quotedName(name), type };
  }

  #recordValue(name: string, line: number): RecordValue {
    const column = this.#table.columns.find((candidate) => candidate.name === name);
    if (column?.kind === 'metadata' && column.key === 'timestamp') return { kind: 'arrival' };
    if (column?.kind === 'physical' && (column.type.kind === 'BYTES' || column.type.kind === 'STRING')) {
      return { kind: 'data' };
    }
    throw new FlinkSqlError(
      `the column ${name} is not supported here: a raw record is one column of BYTES or STRING, its metadata is timestamp`,
      line,
    );
  }
}

function isProcessingTime(expression: Expression): boolean {
  return expression.kind === 'call' && expression.name.toUpperCase() === 'PROCTIME';
}

import { FlinkSqlError } from '../job/flink-sql-error.ts';
import { bigint, type FlinkType, int, isNumber, isTime, localTimestamp, string, typeText } from '../job/flink-type.ts';
import { clockTable, textFunctions } from './names.ts';
import { duckType, quotedText, type Typed } from './typed.ts';

type Translate = (args: readonly Typed[], line: number) => Typed;

/**
 * Every function of Flink that the window runner has, as DuckDB computes the same.
 * https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/dev/table/functions/systemfunctions/
 */
export const functions: Readonly<Record<string, Translate>> = {
  COALESCE: (args, line) => ({ sql: call('coalesce', args), type: common(args, 'COALESCE', line) }),
  IFNULL: (args, line) => ({ sql: call('coalesce', args), type: common(args, 'IFNULL', line) }),
  NULLIF: (args, line) => {
    const [first] = take(args, 2, 'NULLIF', line);
    common(args, 'NULLIF', line);
    return { sql: call('nullif', args), type: first.type };
  },
  IF: (args, line) => {
    const [test, ...results] = take(args, 3, 'IF', line);
    if (results.some(({ type }) => type.kind === 'NULL')) throw unsupported('IF', args, line);
    return { sql: call('if', [test, ...results]), type: common(results, 'IF', line) };
  },
  // Null as soon as one of them is; DuckDB leaves nulls out.
  LEAST: (args, line) => unlessNull('least', args, line),
  GREATEST: (args, line) => unlessNull('greatest', args, line),
  ABS: ([arg, ...others], line) => {
    if (!arg || others.length > 0 || !isNumber(arg.type)) throw unsupported('ABS', [arg, ...others], line);
    return { sql: `abs(${arg.sql})`, type: arg.type };
  },
  CONCAT: (args, line) => ({ sql: `(${texts(args, 'CONCAT', line).join(' || ')})`, type: string }),
  CONCAT_WS: (args, line) => ({ sql: `concat_ws(${texts(args, 'CONCAT_WS', line).join(', ')})`, type: string }),
  LOWER: textual('LOWER', 1, ([text]) => ofAscii(text, 'lower')),
  UPPER: textual('UPPER', 1, ([text]) => ofAscii(text, 'upper')),
  TRIM: textual('TRIM', 1, ([text]) => `trim(${text})`),
  REPLACE: textual('REPLACE', 3, ([text, from, to]) => `replace(${text}, ${from}, ${to})`),
  MD5: textual('MD5', 1, ([text]) => `md5(${text})`),
  SHA256: textual('SHA256', 1, ([text]) => `sha256(${text})`),
  CHAR_LENGTH: (args, line) => ({ sql: `CAST(length(${texts(args, 'CHAR_LENGTH', line)[0]}) AS INTEGER)`, type: int }),
  SUBSTRING: substring,
  SUBSTR: substring,
  JSON_VALUE: jsonValue,
  MOD: (args, line) => {
    const [left, right] = take(args, 2, 'MOD', line);
    const whole = [left, right].every(({ type }) => type.kind === 'INT' || type.kind === 'BIGINT');
    if (!whole) throw unsupported('MOD', args, line);
    // Ends the job there; DuckDB has null.
    return {
      sql: `(${left.sql} % CASE ${right.sql} WHEN 0 THEN error('/ by zero') ELSE ${right.sql} END)`,
      type: right.type,
    };
  },
  PROCTIME: () => ({ sql: `(SELECT now FROM ${clockTable})`, type: localTimestamp }),
  CURRENT_WATERMARK: (args, line) => {
    const [time] = take(args, 1, 'CURRENT_WATERMARK', line);
    if (!isTime(time.type)) throw unsupported('CURRENT_WATERMARK', args, line);
    return { sql: `(SELECT watermark FROM ${clockTable})`, type: time.type };
  },
};

/** Aggregate functions: what a part of the rows gives, and what the parts give together. */
export const aggregates: Readonly<Record<string, (arg: Typed | undefined, line: number) => Aggregate>> = {
  COUNT: (arg) => ({ type: bigint, part: `count(${arg?.sql ?? '*'})`, merge: 'sum' }),
  SUM: (arg, line) => {
    if (!arg || !isNumber(arg.type)) throw unsupported('SUM', [arg], line);
    const { type } = arg;
    const sum: FlinkType = type.kind === 'DECIMAL' ? { ...type, precision: 38 } : type;
    return { type: sum, part: wrapped(`sum(${arg.sql})`, sum), merge: 'sum' };
  },
  MIN: (arg, line) => extreme('min', arg, line),
  MAX: (arg, line) => extreme('max', arg, line),
};

/** SQL of what the parts of an aggregate in the column give together. */
export function mergedParts({ merge, type }: Aggregate, column: string): string {
  const merged = `${merge}(${column})`;
  return merge === 'sum' ? wrapped(merged, type) : `CAST(${merged} AS ${duckType(type)})`;
}

/** SQL of a value of a wider type as one of this type: whole numbers wrap around, where DuckDB fails. */
export function wrapped(sql: string, type: FlinkType): string {
  if (type.kind === 'INT') return `CAST(((${sql} + 2147483648) & 4294967295) - 2147483648 AS INTEGER)`;
  if (type.kind !== 'BIGINT') return `CAST(${sql} AS ${duckType(type)})`;
  return `CAST(((${sql} + 9223372036854775808) & 18446744073709551615) - 9223372036854775808 AS BIGINT)`;
}

export interface Aggregate {
  readonly type: FlinkType;
  /** DuckDB's aggregate over rows. */
  readonly part: string;
  /** DuckDB's aggregate function over such parts. */
  readonly merge: 'sum' | 'min' | 'max';
}

export function unsupported(name: string, args: readonly (Typed | undefined)[], line: number): FlinkSqlError {
  const types = args.map((arg) => (arg ? typeText(arg.type) : '*')).join(', ');
  return new FlinkSqlError(`${name}(${types}) is not supported here`, line);
}

/** The type that all of them can be taken for. */
export function common(args: readonly Typed[], name: string, line: number): FlinkType {
  const known = args.map(({ type }) => type).filter(({ kind }) => kind !== 'NULL');
  const [first] = known;
  if (!first) throw unsupported(name, args, line);
  const ranks = ['INT', 'BIGINT', 'DECIMAL', 'DOUBLE'];
  if (known.every(isNumber)) {
    const widest = known.reduce((a, b) => (ranks.indexOf(a.kind) >= ranks.indexOf(b.kind) ? a : b));
    if (widest.kind !== 'DECIMAL') return widest;
    const decimals = known.filter((type) => type.kind === 'DECIMAL');
    const scale = Math.max(...decimals.map((type) => type.scale));
    const whole = Math.max(19, ...decimals.map((type) => type.precision - type.scale));
    return { kind: 'DECIMAL', precision: Math.min(38, whole + scale), scale };
  }
  if (known.every(({ kind }) => kind === first.kind) || known.every(isTime)) return first;
  throw unsupported(name, args, line);
}

function take<N extends 1 | 2 | 3>(args: readonly Typed[], count: N, name: string, line: number) {
  if (args.length !== count) throw unsupported(name, args, line);
  return args as unknown as N extends 1
    ? readonly [Typed]
    : N extends 2
      ? readonly [Typed, Typed]
      : readonly [Typed, Typed, Typed];
}

function call(name: string, args: readonly Typed[]): string {
  return `${name}(${args.map(({ sql }) => sql).join(', ')})`;
}

function texts(args: readonly Typed[], name: string, line: number): string[] {
  if (args.length === 0 || !args.every(({ type }) => type.kind === 'STRING' || type.kind === 'NULL')) {
    throw unsupported(name, args, line);
  }
  return args.map(({ sql }) => sql);
}

function textual(name: string, count: number, print: (args: readonly string[]) => string): Translate {
  return (args, line) => {
    if (args.length !== count) throw unsupported(name, args, line);
    return { sql: print(texts(args, name, line)), type: string };
  };
}

/** DuckDB knows the case of characters one by one. */
function ofAscii(text: string | undefined, name: 'lower' | 'upper'): string {
  return `CASE WHEN regexp_full_match(${text}, '[\\x00-\\x7f]*') THEN ${name}(${text}) ELSE ${textFunctions[name].name}(${text}) END`;
}

function unlessNull(name: string, args: readonly Typed[], line: number): Typed {
  const type = common(args, name.toUpperCase(), line);
  const anyNull = args.map(({ sql }) => `${sql} IS NULL`).join(' OR ');
  return { sql: `CASE WHEN ${anyNull} THEN NULL ELSE ${call(name, args)} END`, type };
}

function extreme(name: 'min' | 'max', arg: Typed | undefined, line: number): Aggregate {
  if (!arg || !(isNumber(arg.type) || isTime(arg.type) || arg.type.kind === 'STRING')) {
    throw unsupported(name.toUpperCase(), [arg], line);
  }
  return { type: arg.type, part: `${name}(${arg.sql})`, merge: name };
}

function substring(args: readonly Typed[], line: number): Typed {
  const [text, start, length] = args;
  const isPlace = (arg: Typed | undefined) => arg === undefined || /^[1-9][0-9]*$/.test(arg.sql);
  if (text?.type.kind !== 'STRING' || !start || args.length > 3 || !isPlace(start) || !isPlace(length)) {
    throw new FlinkSqlError('SUBSTRING takes a text and one or two positive numbers here', line);
  }
  return { sql: call('substring', args), type: string };
}

/**
 * Text of a member; null for what is not there, an object, a list, and text that is no JSON: Flink's defaults, NULL ON
 * EMPTY and NULL ON ERROR. DuckDB takes the first of members with one name, no JSON with half of a pair of surrogates, and
 * writes other numbers with an exponent.
 */
function jsonValue(args: readonly Typed[], line: number): Typed {
  const [json, path] = take(args, 2, 'JSON_VALUE', line);
  const names = /^'\$((?:\.[A-Za-z_][A-Za-z0-9_]*)+)'$/.exec(path.sql)?.[1];
  if (json.type.kind !== 'STRING' || names === undefined) {
    throw new FlinkSqlError(`JSON_VALUE takes a text and a path like '$.a.b' here, not ${path.sql}`, line);
  }
  const value = `TRY(json_value(${json.sql}, ${path.sql}) ->> '$')`;
  const escapes = `(contains(${json.sql}, '\\u') AND regexp_matches(${json.sql}, '\\\\u(?:[dD][89a-fA-F]|00[3-7])'))`;
  const twice = names
    .slice(1)
    .split('.')
    .map((name) => {
      const quoted = quotedText(`"${name}"`);
      return `contains(substr(${json.sql}, strpos(${json.sql}, ${quoted}) + ${name.length + 2}), ${quoted})`;
    });
  const exponent = `regexp_matches(${value}, '^-?(?:[0-9]{8,}[.]|0[.]000|[0-9.]+e)')`;
  const unusual = [escapes, ...twice, exponent].join(' OR ');
  const sql = `CASE WHEN ${unusual} THEN ${textFunctions.jsonValue.name}(${json.sql}, ${path.sql}) ELSE ${value} END`;
  return { sql, type: string };
}

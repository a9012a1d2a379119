import { functionRule } from './functions/functions.ts';
import type { CallSite } from './functions/rule.ts';
import { addInterval, asInstant, atTimeZone, fieldRule, instantLiteral } from './functions/time-functions.ts';
import { arithmeticType, commonType, isFloating, isNumeric, isWhole } from './numeric-types.ts';
import { printCast } from './print-cast.ts';
import { printSubquery } from './print-query.ts';
import { printSortItems, printWindow } from './print-window.ts';
import { type Position, SqlError } from './sql-error.ts';
import { athenaType, quoted, type SqlType, text, types } from './sql-type.ts';
import type { Surroundings } from './surroundings.ts';
import type { BinaryOperator, Call, Expression, Name } from './syntax.ts';
import type { Argument, Lambda, Typed } from './typed.ts';

type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

/** An expression in DuckDB's SQL. Throws SqlError for names and functions that there are not. */
export function printExpression(expression: Expression, at: Surroundings): Typed {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression);
    case 'typed-literal':
      return printTypedLiteral(expression);
    case 'interval':
      return typed(
        `INTERVAL ${text(`${expression.negative ? '-' : ''}${expression.text} ${expression.unit}`)}`,
        types.interval,
      );
    case 'column':
      return printColumn(expression, at);
    case 'call':
      return printCall(expression, at);
    case 'unary': {
      const operand = printExpression(expression.operand, at);
      return typed(`(${expression.op} ${operand.sql})`, operand.type);
    }
    case 'binary':
      return printBinary(expression, at);
    case 'not':
      return typed(`(NOT ${sqlOf(expression.operand, at)})`, types.boolean);
    case 'is-null':
      return typed(`(${sqlOf(expression.operand, at)} IS ${expression.negated ? 'NOT ' : ''}NULL)`, types.boolean);
    case 'is-distinct': {
      const operator = expression.negated ? 'IS NOT DISTINCT FROM' : 'IS DISTINCT FROM';
      return typed(`(${sqlOf(expression.left, at)} ${operator} ${sqlOf(expression.right, at)})`, types.boolean);
    }
    case 'between': {
      const [operand, low, high] = comparable([expression.operand, expression.low, expression.high], at);
      return typed(`(${operand} ${expression.negated ? 'NOT ' : ''}BETWEEN ${low} AND ${high})`, types.boolean);
    }
    case 'in':
      return printIn(expression, at);
    case 'like': {
      const escaped = expression.escape === undefined ? '' : ` ESCAPE ${sqlOf(expression.escape, at)}`;
      const not = expression.negated ? 'NOT ' : '';
      return typed(
        `(${sqlOf(expression.operand, at)} ${not}LIKE ${sqlOf(expression.pattern, at)}${escaped})`,
        types.boolean,
      );
    }
    case 'quantified': {
      const query = printSubquery(expression.query, at).sql;
      const quantifier = expression.quantifier.toUpperCase();
      return typed(`(${sqlOf(expression.operand, at)} ${expression.op} ${quantifier} (${query}))`, types.boolean);
    }
    case 'exists':
      return typed(`EXISTS (${printSubquery(expression.query, at).sql})`, types.boolean);
    case 'subquery': {
      const query = printSubquery(expression.query, at);
      return typed(`(${query.sql})`, query.columns[0]?.type);
    }
    case 'case':
      return printCase(expression, at);
    case 'cast':
      return printCast(printExpression(expression.operand, at), expression.type, expression.isTry || at.inTry);
    case 'extract':
      return printExtract(expression, at);
    case 'at-time-zone': {
      const [value, zone] = [argumentOf(expression.operand, at), argumentOf(expression.zone, at)];
      return typed(atTimeZone(value, zone), { name: 'timestamp', zone: false, at: zone.constant });
    }
    case 'subscript':
      return printSubscript(expression, at);
    case 'field':
      return fieldOf(printExpression(expression.base, at), expression.name, expression);
    case 'array': {
      const items = expression.items.map((item) => printExpression(item, at));
      return typed(
        `[${items.map(({ sql }) => sql).join(', ')}]`,
        types.array(commonType(items.map(({ type }) => type))),
      );
    }
    case 'row': {
      const items = expression.items.map((item) => printExpression(item, at));
      const fields = items.map(({ sql }, index) => `field${index} := ${sql}`).join(', ');
      return typed(`struct_pack(${fields})`, {
        name: 'row',
        fields: items.map(({ type }) => ({ type })),
      });
    }
    case 'lambda':
      throw new SqlError('Lambda expression should always be used inside a function', expression);
    case 'now':
      return printNow(expression.what, at.analysis.nowMs);
    case 'parameter': {
      const value = at.analysis.parameters[expression.index];
      const count = at.analysis.parameters.length;
      if (value !== undefined) return printExpression(value, at);
      throw new SqlError(
        `Incorrect number of parameters: expected ${expression.index + 1} but found ${count}`,
        expression,
        'INVALID_PARAMETER_USAGE',
      );
    }
  }
}

function typed(sql: string, type: SqlType | undefined): Typed {
  return { sql, type };
}

function sqlOf(expression: Expression, at: Surroundings): string {
  return printExpression(expression, at).sql;
}

function printLiteral({ type, text: value }: Of<'literal'>): Typed {
  switch (type) {
    case 'integer':
      return typed(value, Number(value) > 2_147_483_647 ? types.bigint : types.integer);
    case 'decimal': {
      const [whole = '', fraction = ''] = value.split('.');
      const precision = whole.replace(/^0+/, '').length + fraction.length;
      return typed(value.startsWith('.') ? `0${value}` : value.endsWith('.') ? value.slice(0, -1) : value, {
        name: 'decimal',
        precision: Math.max(1, precision),
        scale: fraction.length,
      });
    }
    case 'double':
      return typed(`CAST(${text(value)} AS DOUBLE)`, types.double);
    case 'string':
      return typed(text(value), { name: 'varchar' });
    case 'binary':
      return typed(`unhex(${text(value)})`, types.varbinary);
    case 'boolean':
      return typed(value, types.boolean);
    case 'null':
      return typed('NULL', types.unknown);
  }
}

function printTypedLiteral({ type, text: value, ...position }: Of<'typed-literal'>): Typed {
  if (type === 'timestamp') {
    const zone = /^(.*\d)\s*([A-Za-z]\S*|[+-]\d{1,2}:?\d\d)$/.exec(value);
    if (zone === null) return typed(`CAST(${text(value)} AS TIMESTAMP)`, types.timestamp);
    const [, time = '', name = ''] = zone;
    if (/^[+-]/.test(name)) return typed(`CAST(${text(time + name)} AS TIMESTAMPTZ)`, types.instant);
    return typed(`(CAST(${text(time)} AS TIMESTAMP) AT TIME ZONE ${text(name)})`, types.instant);
  }
  const value0 = { sql: text(value), type: types.varchar };
  if (type === 'json') return typed(`CAST(${value0.sql} AS JSON)`, types.json);
  if (type === 'decimal')
    return printLiteral({
      ...position,
      kind: 'literal',
      type: 'decimal',
      text: value.includes('.') ? value : `${value}.`,
    });
  if (type === 'char') return value0;
  const names: Readonly<Record<string, SqlType>> = {
    ...types,
    time: { name: 'time' },
    uuid: { name: 'uuid' },
  } as never;
  const target = names[type];
  if (target === undefined) throw new SqlError(`Unknown type: ${type}`, position);
  return typed(printCast(value0, target, false).sql, target);
}

function printNow(what: Of<'now'>['what'], nowMs: number): Typed {
  const moment = new Date(nowMs).toISOString();
  if (what === 'date') return typed(`DATE '${moment.slice(0, 10)}'`, types.date);
  if (what === 'timestamp') return typed(instantLiteral(nowMs), types.instant);
  return typed(`TIMESTAMP '${moment.replace('T', ' ').replace('Z', '')}'`, types.timestamp);
}

function printColumn(expression: Of<'column'>, at: Surroundings): Typed {
  const [first, ...rest] = expression.parts;
  const bound = first === undefined ? undefined : at.lambdas.get(first.key);
  if (bound !== undefined) return rest.reduce((base, name) => fieldOf(base, name, expression), bound);
  const { column, fields } = at.scope.resolve(expression.parts, expression);
  at.analysis.note(column);
  return fields.reduce((base: Typed, name) => fieldOf(base, name, expression), typed(column.sql, column.type));
}

function fieldOf(base: Typed, name: Name, position: Position): Typed {
  if (base.type === undefined) return typed(`(${base.sql}).${quoted(name.text)}`, undefined);
  if (base.type.name !== 'row')
    throw new SqlError(`Expression ${name.text} is not of type ROW`, position, 'TYPE_MISMATCH');
  const field = base.type.fields.find((candidate) => candidate.name?.toLowerCase() === name.key);
  if (field !== undefined) return typed(`(${base.sql}).${quoted(field.name ?? '')}`, field.type);
  const index = /^field(\d+)$/.exec(name.key)?.[1];
  if (index !== undefined)
    return typed(`struct_extract(${base.sql}, 'field${Number(index)}')`, base.type.fields[Number(index)]?.type);
  throw new SqlError(`Column '${name.text}' cannot be resolved`, position, 'COLUMN_NOT_FOUND');
}

function printSubscript({ base, index, ...position }: Of<'subscript'>, at: Surroundings): Typed {
  const [list, key] = [printExpression(base, at), printExpression(index, at)];
  if (list.type?.name === 'map') return typed(`(${list.sql})[${key.sql}]`, list.type.value);
  if (list.type?.name === 'row') {
    const place = index.kind === 'literal' && index.type === 'integer' ? Number(index.text) : Number.NaN;
    const field = list.type.fields[place - 1];
    if (field === undefined) throw new SqlError('Invalid subscript of a row', position);
    return typed(`struct_extract(${list.sql}, ${text(field.name ?? `field${place - 1}`)})`, field.type);
  }
  if (list.type === undefined) return typed(`(${list.sql})[${key.sql}]`, undefined);
  if (list.type.name !== 'array') {
    throw new SqlError(`Cannot subscript a value of type ${athenaType(list.type)}`, position, 'TYPE_MISMATCH');
  }
  return typed(`list_extract(${list.sql}, CAST(${key.sql} AS BIGINT))`, list.type.element);
}

function printCase(expression: Of<'case'>, at: Surroundings): Typed {
  const operand = expression.operand === undefined ? '' : ` ${sqlOf(expression.operand, at)}`;
  const results: (SqlType | undefined)[] = [];
  const whens = expression.whens.map(({ when, result }) => {
    const printed = printExpression(result, at);
    results.push(printed.type);
    return ` WHEN ${sqlOf(when, at)} THEN ${printed.sql}`;
  });
  const otherwise = expression.otherwise && printExpression(expression.otherwise, at);
  if (otherwise !== undefined) results.push(otherwise.type);
  const last = otherwise === undefined ? '' : ` ELSE ${otherwise.sql}`;
  return typed(`CASE${operand}${whens.join('')}${last} END`, commonType(results));
}

function printIn(expression: Of<'in'>, at: Surroundings): Typed {
  const not = expression.negated ? 'NOT ' : '';
  if ('kind' in expression.among) {
    const query = printSubquery(expression.among, at).sql;
    return typed(`(${sqlOf(expression.operand, at)} ${not}IN (${query}))`, types.boolean);
  }
  const [operand, ...among] = comparable([expression.operand, ...expression.among], at);
  return typed(`(${operand} ${not}IN (${among.join(', ')}))`, types.boolean);
}

function printExtract(expression: Of<'extract'>, at: Surroundings): Typed {
  const rule = fieldRule(expression.field);
  if (rule === undefined) throw new SqlError(`Invalid EXTRACT field: ${expression.field}`, expression);
  return typed(rule.print([argumentOf(expression.operand, at)], siteOf(undefined, expression, at)), types.bigint);
}

function printBinary(expression: Of<'binary'>, at: Surroundings): Typed {
  const { op } = expression;
  // A chain of ANDs or ORs is as deep as it is long: walked, not recursed into.
  if (op === 'and' || op === 'or') {
    const parts = chain(expression, op).map((part) => sqlOf(part, at));
    return typed(`(${parts.join(` ${op.toUpperCase()} `)})`, types.boolean);
  }
  if (['=', '<>', '<', '>', '<=', '>='].includes(op)) {
    const [left, right] = comparable([expression.left, expression.right], at);
    return typed(`(${left} ${op} ${right})`, types.boolean);
  }
  const [left, right] = [printExpression(expression.left, at), printExpression(expression.right, at)];
  if (op === '||') return printConcatenation(left, right);
  return printArithmetic(op as '+' | '-' | '*' | '/' | '%', left, right, at, expression);
}

function printConcatenation(left: Typed, right: Typed): Typed {
  const [list, item] = [left.type?.name === 'array', right.type?.name === 'array'];
  if (list && right.type !== undefined && !item) return typed(`list_append(${left.sql}, ${right.sql})`, left.type);
  if (item && left.type !== undefined && !list) return typed(`list_prepend(${left.sql}, ${right.sql})`, right.type);
  const type = list ? left.type : item ? right.type : left.type?.name === 'varbinary' ? left.type : types.varchar;
  return typed(`(${left.sql} || ${right.sql})`, type);
}

export function chain(expression: Expression, op: BinaryOperator): Expression[] {
  const parts: Expression[] = [];
  let rest = expression;
  while (rest.kind === 'binary' && rest.op === op) {
    parts.unshift(rest.right);
    rest = rest.left;
  }
  parts.unshift(rest);
  return parts;
}

function printArithmetic(
  op: '+' | '-' | '*' | '/' | '%',
  left: Typed,
  right: Typed,
  at: Surroundings,
  position: Position,
): Typed {
  if (op === '+' || op === '-') {
    if (right.type?.name === 'interval' && left.type?.name !== 'interval')
      return typed(addInterval(left, right.sql, op), left.type);
    if (left.type?.name === 'interval' && right.type?.name !== 'interval' && op === '+')
      return typed(addInterval(right, left.sql), right.type);
    if (op === '-' && left.type?.name === 'date' && right.type?.name === 'date') {
      return typed(`to_days(CAST(${left.sql} - ${right.sql} AS INTEGER))`, types.interval);
    }
    if (op === '-' && left.type?.name === 'timestamp' && right.type?.name === 'timestamp') {
      return typed(`(${left.sql} - ${right.sql})`, types.interval);
    }
  }
  const involved = [left.type, right.type];
  if (
    involved.every((type) => type !== undefined) &&
    involved.some((type) => type?.name === 'varchar' || type?.name === 'boolean')
  ) {
    const names = involved.map(athenaType).join(` ${op} `);
    throw new SqlError(`Cannot apply operator: ${names}`, position, 'TYPE_MISMATCH');
  }
  const type = involved.some((one) => one?.name === 'interval')
    ? types.interval
    : arithmeticType(op, left.type, right.type);
  const plain = `(${left.sql} ${op} ${right.sql})`;
  if (op !== '/' && op !== '%') return typed(plain, type);
  if (isFloating(type)) return typed(op === '/' ? `(CAST(${left.sql} AS DOUBLE) / ${right.sql})` : plain, type);
  const whole = at.inTry
    ? op === '/'
      ? `(${left.sql} // ${right.sql})`
      : plain
    : `${op === '/' ? 'athena_divide' : 'athena_modulo'}(${left.sql}, ${right.sql})`;
  if (isWhole(type) || op === '%') return typed(whole, type);
  if (type?.name !== 'decimal') return typed(`(${left.sql} // ${right.sql})`, type);
  // DuckDB divides decimals as doubles; Trino keeps the larger scale of both.
  const ratio = at.inTry ? `(${left.sql} / nullif(${right.sql}, 0))` : `athena_ratio(${left.sql}, ${right.sql})`;
  return typed(`CAST(${ratio} AS DECIMAL(${type.precision},${type.scale}))`, type);
}

/** Values that are compared: times that were moved to a zone are the instants that they are, beside other instants. */
function comparable(expressions: readonly Expression[], at: Surroundings): string[] {
  const values = expressions.map((expression) => printExpression(expression, at));
  const moved = values.some(({ type }) => type?.name === 'timestamp' && type.at !== undefined);
  const first = values[0]?.type;
  const mismatch = values.find(({ type }) => {
    const isNumber = isNumeric(type);
    return (
      first !== undefined &&
      type !== undefined &&
      ((isNumber && first.name === 'varchar') || (isNumeric(first) && type.name === 'varchar'))
    );
  });
  if (mismatch !== undefined && expressions[0] !== undefined) {
    throw new SqlError(
      `Cannot apply operator: ${athenaType(first)} = ${athenaType(mismatch.type)}`,
      expressions[0],
      'TYPE_MISMATCH',
    );
  }
  return values.map((value) => (moved && value.type?.name === 'timestamp' ? asInstant(value) : value.sql));
}

function printCall(call: Call, at: Surroundings): Typed {
  if (call.name === 'try') {
    const [operand] = call.args;
    if (operand === undefined || call.args.length > 1) throw wrongArguments(call, []);
    const value = printExpression(operand, { ...at, inTry: true });
    return typed(`TRY(${value.sql})`, value.type);
  }
  const rule = functionRule(call.name);
  if (rule === undefined) throw new SqlError(`Function '${call.name}' not registered`, call, 'FUNCTION_NOT_FOUND');
  const args = call.args.map((arg) => argumentOf(arg, at));
  const [fewest, most] = rule.arity;
  if (args.length < fewest || args.length > most) throw wrongArguments(call, args);
  if (call.star && call.name !== 'count') throw wrongArguments(call, args);
  if (rule.kind === 'window' && call.over === undefined) {
    throw new SqlError(`Window function ${call.name} must have an OVER clause`, call, 'MISSING_OVER');
  }
  if (rule.kind === undefined && (call.distinct || call.over !== undefined || call.filter !== undefined)) {
    throw new SqlError(`${call.name} is not an aggregate function`, call, 'FUNCTION_NOT_AGGREGATE');
  }
  return typed(rule.print(args, siteOf(call, call, at)), rule.type(args));
}

function wrongArguments({ name, ...position }: Call, args: readonly Argument[]): SqlError {
  const given = args.map(({ type }) => athenaType(type)).join(', ');
  return new SqlError(`Unexpected parameters (${given}) for function ${name}`, position, 'FUNCTION_NOT_FOUND');
}

function siteOf(call: Call | undefined, { line, column }: Position, at: Surroundings): CallSite {
  return {
    line,
    column,
    inTry: at.inTry,
    nowMs: at.analysis.nowMs,
    aggregate: (name, ...args) => {
      const distinct = call?.distinct ? 'DISTINCT ' : '';
      const list = call?.star ? '*' : args.join(', ');
      const order =
        call === undefined || call.orderBy.length === 0 ? '' : ` ORDER BY ${printSortItems(call.orderBy, at)}`;
      const nulls = call?.ignoreNulls ? ' IGNORE NULLS' : '';
      const filter = call?.filter === undefined ? '' : ` FILTER (WHERE ${sqlOf(call.filter, at)})`;
      const over = call?.over === undefined ? '' : ` OVER (${printWindow(call.over, at)})`;
      return `${name}(${distinct}${list}${order}${nulls})${filter}${over}`;
    },
  };
}

function argumentOf(expression: Expression, at: Surroundings): Argument {
  const { line, column } = expression;
  if (expression.kind === 'lambda') return { line, column, sql: '', type: undefined, lambda: lambdaOf(expression, at) };
  const constant = constantOf(expression, at);
  return { ...printExpression(expression, at), line, column, constant };
}

function constantOf(expression: Expression, at: Surroundings): string | undefined {
  if (expression.kind === 'literal' && expression.type !== 'null') return expression.text;
  const value = expression.kind === 'parameter' ? at.analysis.parameters[expression.index] : undefined;
  return value === undefined ? undefined : constantOf(value, at);
}

function lambdaOf({ params, body }: Of<'lambda'>, at: Surroundings): Lambda {
  return (parameterTypes, bindings) => {
    const names = params.map(() => at.analysis.fresh('athena_l'));
    const lambdas = new Map(at.lambdas);
    for (const [index, param] of params.entries()) {
      lambdas.set(param.key, { sql: bindings?.[index] ?? names[index] ?? '', type: parameterTypes[index] });
    }
    return { ...printExpression(body, { ...at, lambdas }), params: names };
  };
}

import { FlinkSqlError } from './flink-sql-error.ts';
import { readType } from './flink-type.ts';
import type { Tree } from './parse-tree.ts';
import { readIdentifier, readPath, readString, refuse, tokenText } from './read-tokens.ts';
import type { Expression } from './syntax.ts';

/** What is left of an expression's levels in the tree → the expression. */
export function readExpression(tree: Tree): Expression {
  const read = readers[tree.rule];
  return read ? read(tree, tree.line) : refuse(tree);
}

type Reader = (tree: Tree, line: number) => Expression;

const readers: Readonly<Record<string, Reader>> = {
  // The grammar takes digits for a name where a name can stand.
  UnquotedIdentifier: (tree, line) =>
    /^\d+$/.test(tree.text) ? { kind: 'number', text: tree.text, line } : readColumn(tree, line),
  NonReservedKeywords: readColumn,
  Uid: readColumn,
  UidAllowEmpty: readColumn,
  ColumnNamePath: readColumn,
  TimeIntervalUnit: readColumn,
  TimePointUnit: readColumn,
  // The grammar takes a quoted text for a name, and a name for a text: in Flink only backticks make a name.
  QuotedIdentifier: readQuoted,
  StringLiteral: readQuoted,
  DecimalLiteral: (tree, line) => ({ kind: 'number', text: tree.text, line }),
  BooleanLiteral: (tree, line) => ({ kind: 'boolean', value: tree.text.toUpperCase() === 'TRUE', line }),
  Constant: readConstant,
  TimeIntervalExpression: (tree, line) => ({ kind: 'interval', milliseconds: readInterval(tree), line }),
  FunctionCallExpression: readCall,
  ReservedKeywordsNoParamsUsedAsFuncName: (tree, line) => call(tree.text, line),
  Subscript: ({ parts: [value, bracket, , name] }, line) => {
    if (!value || bracket?.text !== '.' || !name) throw new FlinkSqlError('[ ] is not supported here', line);
    return { kind: 'field', of: readExpression(value), name: readIdentifier(name), line };
  },
  Cast: ({ parts: [word, , operand, , type] }, line) => {
    const known = type && readType(type.text);
    if (!operand || !known) throw new FlinkSqlError(`the type ${type?.text} is not supported here`, line);
    const tries = word?.text.toUpperCase() === 'TRY_CAST';
    return { kind: 'cast', operand: readExpression(operand), type: known, tries, line };
  },
  ParenthesizedExpression: ({ parts: [, inner] }) => expression(inner),
  Expression: ({ parts: [inner] }) => expression(inner),
  SearchedCase: readCase,
  SimpleCase: readCase,
  LogicalNot: ({ parts: [, operand] }, line) => ({ kind: 'not', operand: expression(operand), line }),
  LogicalBinary: readBinary,
  Comparison: readBinary,
  ArithmeticBinary: readBinary,
  ArithmeticUnary: ({ parts: [operator, operand] }, line) => {
    if (operator?.text !== '-') throw new FlinkSqlError(`${operator?.text} is not supported here`, line);
    return { kind: 'negative', operand: expression(operand), line };
  },
  Predicated: readPredicate,
  LogicalNested: ({ parts: [operand, ...words] }, line) => readIs(expression(operand), words, line),
};

function expression(tree: Tree | undefined): Expression {
  if (!tree) throw new Error('an expression without its part');
  return readExpression(tree);
}

function readColumn(tree: Tree, line: number): Expression {
  return { kind: 'column', path: readPath(tree), line };
}

function readQuoted(tree: Tree, line: number): Expression {
  return tree.text.startsWith('`') ? readColumn(tree, line) : { kind: 'string', value: readString(tree), line };
}

function call(name: string, line: number): Expression {
  return { kind: 'call', name, args: [], star: false, distinct: false, line };
}

function readConstant(tree: Tree, line: number): Expression {
  const [first, second] = tree.parts;
  if (first?.rule === 'KW_NULL') return { kind: 'null', line };
  if (first?.rule === 'REAL_LITERAL') return { kind: 'number', text: first.text, line };
  if (first?.text === '-' && second) return { kind: 'number', text: `-${second.text}`, line };
  return refuse(tree);
}

const unitMilliseconds: Readonly<Record<string, number>> = {
  SECOND: 1000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
};

/** `INTERVAL '10' SECOND` → 10000. */
export function readInterval(tree: Tree): number {
  const [, body] = tree.rule === 'TimeIntervalExpression' ? tree.parts : [];
  const [value, unit] = body?.rule === 'MultiUnitsInterval' ? body.parts : [];
  const milliseconds = unitMilliseconds[unit?.text.toUpperCase().replace(/S$/, '') ?? ''];
  const count = value?.text.replace(/'/g, '') ?? '';
  // Flink takes as many digits, unless it is told otherwise.
  const isCount = milliseconds === 1000 ? /^\d{1,2}(\.\d{1,3})?$/.test(count) : /^\d{1,2}$/.test(count);
  if (milliseconds === undefined || !isCount || body?.parts.length !== 2) {
    const wanted = 'at most two digits, then DAY, HOUR, MINUTE or SECOND (which may have three decimals)';
    throw new FlinkSqlError(`${tree.text} is not supported here: ${wanted}`, tree.line);
  }
  return Math.round(Number(count) * milliseconds);
}

function readCall(tree: Tree, line: number): Expression {
  const [name, , ...rest] = tree.parts;
  if (!name || rest.at(-1)?.rule !== 'RR_BRACKET') return refuse(tree);
  const upper = name.text.toUpperCase();
  const params = rest.slice(0, -1).filter(({ rule, text }) => rule !== 'COMMA' && text !== '');
  if (upper === 'JSON_OBJECT') return readJsonObject(params, line);
  const distinct = params[0]?.rule === 'SetQuantifier' && params[0].text.toUpperCase() === 'DISTINCT';
  const args = params.filter(({ rule }) => rule !== 'SetQuantifier');
  const star = args.length === 1 && args[0]?.text === '*';
  return {
    kind: 'call',
    name: name.text,
    args: star ? [] : args.map((arg) => readArgument(arg, upper)),
    star,
    distinct,
    line,
  };
}

function readArgument(arg: Tree, name: string): Expression {
  if (arg.rule !== 'JsonValueParams') return readExpression(arg);
  const [path, word, type] = arg.parts;
  // What JSON_VALUE does anyway: a text, and null for what is not there or no single value.
  if (path && arg.parts.length === 3 && word?.text.toUpperCase() === 'RETURNING' && type?.text === 'STRING')
    return readExpression(path);
  throw new FlinkSqlError(`${name} with ${arg.text.slice(path?.text.length)} is not supported here`, arg.line);
}

function readJsonObject(params: readonly Tree[], line: number): Expression {
  let absentOnNull = false;
  const entries = params.map((param) => {
    const [word, key, , value, absent, ...rest] = param.parts;
    if (param.rule !== 'JsonObjectParams' || word?.rule !== 'KW_KEY' || !key || !value) {
      throw new FlinkSqlError(`JSON_OBJECT takes KEY 'name' VALUE value here, not ${param.text}`, param.line);
    }
    if (absent?.text.toUpperCase() === 'ABSENT') absentOnNull = true;
    else if (absent && !/^NULLONNULL$/i.test([absent, ...rest].map(tokenText).join(''))) refuse(param);
    return { key: readString(key), value: readExpression(value) };
  });
  return { kind: 'json_object', entries, absentOnNull, line };
}

function readCase(tree: Tree, line: number): Expression {
  const parts = tree.parts.slice(1, -1);
  const at = parts.findIndex(({ rule }) => rule === 'KW_ELSE');
  const branches = parts
    .filter(({ rule }) => rule === 'WhenClause')
    .map(({ parts: [, when, , then] }) => ({ when: expression(when), result: expression(then) }));
  return {
    kind: 'case',
    operand: tree.rule === 'SimpleCase' ? expression(parts[0]) : undefined,
    branches,
    otherwise: at < 0 ? undefined : expression(parts[at + 1]),
    line,
  };
}

function readBinary({ parts: [left, operator, right] }: Tree, line: number): Expression {
  const text = operator?.text.toUpperCase() ?? '';
  return { kind: 'binary', operator: text, left: expression(left), right: expression(right), line };
}

function readPredicate(tree: Tree, line: number): Expression {
  const [value, predicate] = tree.parts;
  const operand = expression(value);
  if (predicate === undefined) return operand;
  const [first, ...others] = predicate.parts;
  const negated = first?.rule === 'KW_NOT';
  const [word, ...rest] = negated ? others : predicate.parts;
  if (word?.rule === 'KW_IS') return readIs(operand, predicate.parts, line);
  if (word?.rule === 'KW_IN' && !rest.some(({ rule }) => rule.endsWith('Statement'))) {
    const among = rest.slice(1, -1).filter(({ rule }) => rule !== 'COMMA');
    return { kind: 'in', operand, among: among.map(readExpression), negated, line };
  }
  if (word?.rule === 'KW_BETWEEN' && rest.length === 3) {
    return { kind: 'between', operand, low: expression(rest[0]), high: expression(rest[2]), negated, line };
  }
  if (word?.rule === 'KW_LIKE' && rest.length === 1) {
    return { kind: 'like', operand, pattern: expression(rest[0]), negated, line };
  }
  return refuse(predicate);
}

function readIs(operand: Expression, words: readonly Tree[], line: number): Expression {
  const text = words.map(tokenText).join(' ').toUpperCase();
  const [, not, what] = /^IS (NOT )?(NULL|TRUE|FALSE)$/.exec(text) ?? [];
  if (what !== 'NULL' && what !== 'TRUE' && what !== 'FALSE') {
    throw new FlinkSqlError(`${text} is not supported here`, line);
  }
  return { kind: 'is', operand, what, negated: not !== undefined, line };
}

import type { Expression as ExpressionNode, ExpressionOf } from 'sql-dialects';
import { FlinkSqlError, notSupported, sqlText } from './flink-sql-error.ts';
import type { Expression } from './job.ts';
import { readCall, readJsonObject } from './read-call.ts';
import { readInterval } from './read-interval.ts';
import { resolveType, typeNameText } from './resolve-type.ts';

const currentWords = {
  date: 'CURRENT_DATE',
  timestamp: 'CURRENT_TIMESTAMP',
  localtimestamp: 'LOCALTIMESTAMP',
} as const;

/** An expression of Flink SQL as the window runner has it. Throws FlinkSqlError for what it does not do. */
export function readExpression(node: ExpressionNode): Expression {
  const { line } = node;
  const read = readExpression;
  switch (node.kind) {
    case 'column':
      return { kind: 'column', path: node.parts.map(({ text }) => text), line };
    case 'literal':
      return readLiteral(node);
    case 'interval':
      return { kind: 'interval', milliseconds: readInterval(node), line };
    case 'call':
      return readCall(node, read);
    case 'now':
      return { kind: 'call', name: currentWords[node.what], args: [], star: false, distinct: false, line };
    case 'round-time': {
      const unit: Expression = { kind: 'column', path: [node.unit.toUpperCase()], line };
      const args = [read(node.operand), unit];
      return { kind: 'call', name: node.function.toUpperCase(), args, star: false, distinct: false, line };
    }
    case 'json-object':
      return readJsonObject(node, read);
    case 'field':
      return { kind: 'field', of: read(node.base), name: node.name.text, line };
    case 'subscript':
      throw new FlinkSqlError('[ ] is not supported here', line);
    case 'cast': {
      const type = resolveType(node.type);
      if (type === undefined) throw notSupported(`the type ${typeNameText(node.type)}`, node);
      return { kind: 'cast', operand: read(node.operand), type, tries: node.isTry, line };
    }
    case 'case': {
      const branches = node.whens.map(({ when, result }) => ({ when: read(when), result: read(result) }));
      const otherwise = node.otherwise && read(node.otherwise);
      return { kind: 'case', operand: node.operand && read(node.operand), branches, otherwise, line };
    }
    case 'not':
      return { kind: 'not', operand: read(node.operand), line };
    case 'unary':
      return readSign(node);
    case 'binary':
      return { kind: 'binary', operator: node.op.toUpperCase(), left: read(node.left), right: read(node.right), line };
    case 'is-null':
      return { kind: 'is', operand: read(node.operand), what: 'NULL', negated: node.negated, line };
    case 'is-truth': {
      const { value, negated } = node;
      if (value === 'unknown') throw notSupported('IS UNKNOWN', node);
      return { kind: 'is', operand: read(node.operand), what: value === 'true' ? 'TRUE' : 'FALSE', negated, line };
    }
    case 'in': {
      if ('kind' in node.among) throw notSupported(sqlText.expression(node), node);
      return { kind: 'in', operand: read(node.operand), among: node.among.map(read), negated: node.negated, line };
    }
    case 'between': {
      const { operand, low, high, negated } = node;
      return { kind: 'between', operand: read(operand), low: read(low), high: read(high), negated, line };
    }
    case 'like':
      if (node.escape !== undefined) throw notSupported('LIKE with ESCAPE', node);
      return { kind: 'like', operand: read(node.operand), pattern: read(node.pattern), negated: node.negated, line };
    default:
      throw notSupported(sqlText.expression(node), node);
  }
}

function readLiteral({ type, text, line }: ExpressionOf<'literal'>): Expression {
  switch (type) {
    case 'string':
      return { kind: 'string', value: text, line };
    case 'boolean':
      return { kind: 'boolean', value: text === 'true', line };
    case 'null':
      return { kind: 'null', line };
    case 'binary':
      throw new FlinkSqlError(`X'${text}' is not supported here`, line);
    default:
      return { kind: 'number', text, line };
  }
}

function readSign(node: ExpressionOf<'unary'>): Expression {
  const { line } = node;
  if (node.op !== '-') throw notSupported(node.op, node);
  const operand = readExpression(node.operand);
  if (operand.kind === 'number' && !operand.text.startsWith('-')) return { ...operand, text: `-${operand.text}`, line };
  return { kind: 'negative', operand, line };
}

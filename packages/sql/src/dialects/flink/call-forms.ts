import type { CallForm, Parser } from '../../dialect.ts';
import { plainCall } from '../../parser/call-forms.ts';
import { parseType } from '../../parser/parse-type.ts';
import { type Position, SqlError } from '../../sql-error.ts';
import type { Expression } from '../../syntax/tree.ts';

/** https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/dev/table/functions/systemfunctions/ */
export const flinkCallForms: Readonly<Record<string, CallForm>> = {
  floor: parseRounding,
  ceil: parseRounding,
  json_object: parseJsonObject,
  json_value: parseJsonValue,
};

/** `FLOOR(number)` or `FLOOR(time TO unit)`. */
function parseRounding(parser: Parser, position: Position): Expression {
  const { text, source } = parser.next();
  return parser.parenthesized(() => {
    const operand = parser.expression();
    if (!parser.takeWord('to')) return plainCall(position, source, [operand]);
    const unit = parser.next().text;
    return { ...position, kind: 'round-time', function: text === 'floor' ? 'floor' : 'ceil', operand, unit };
  });
}

/** `JSON_OBJECT(KEY 'a' VALUE 1, … [NULL | ABSENT ON NULL])`. */
function parseJsonObject(parser: Parser, position: Position): Expression {
  parser.next();
  return parser.parenthesized(() => {
    const members = parser.isSymbol(')') ? [] : parser.list(() => parseMember(parser));
    const absentOnNull = parser.takeWord('absent', 'on', 'null');
    if (!absentOnNull) parser.takeWord('null', 'on', 'null');
    return { ...position, kind: 'json-object', members, absentOnNull };
  });
}

function parseMember(parser: Parser): { key: Expression; value: Expression } {
  if (parser.isWord('key') && parser.peek(1).kind !== 'symbol') parser.next();
  const key = parser.sum();
  parser.expectWord('value');
  return { key, value: parser.expression() };
}

/** `JSON_VALUE(json, path [RETURNING type])`. */
function parseJsonValue(parser: Parser, position: Position): Expression {
  const { source } = parser.next();
  return parser.parenthesized(() => {
    const args = parser.list(() => parser.expression());
    const returning = parser.takeWord('returning') ? parseType(parser) : undefined;
    if (!parser.isSymbol(')')) {
      const { source: word } = parser.peek();
      throw new SqlError(`JSON_VALUE with ${word} is not supported here`, parser.position, 'NOT_SUPPORTED');
    }
    return { ...plainCall(position, source, args), returning };
  });
}

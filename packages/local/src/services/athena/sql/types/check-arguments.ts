import { type Position, SqlError } from 'sql-dialects';
import { athenaType } from '../sql-type.ts';
import type { Argument } from '../typed.ts';
import { isOrderable } from './coercion.ts';
import { matches } from './match-signature.ts';
import { parseSignature, type Signature } from './parse-signature.ts';
import { signatures } from './signatures.ts';

/** Functions that sort or compare one of their arguments; which one. */
const sortedArgument: Readonly<Record<string, number>> = {
  ...{ min: 0, max: 0, min_by: 1, max_by: 1, greatest: 0, least: 0 },
  ...{ array_sort: 0, array_max: 0, array_min: 0 },
};

const parsed = new Map<string, readonly Signature[]>();

/** Throws the error of Trino for arguments that no function of that name takes. */
export function checkArguments(name: string, position: Position, args: readonly Argument[]): void {
  if (!accepts(name, args)) throw unexpectedArguments(name, position, args);
}

/** Whether the function takes the arguments. */
export function accepts(name: string, args: readonly Argument[]): boolean {
  const known = signaturesOf(name);
  if (known.length === 0) return true;
  const sorted = args[sortedArgument[name] ?? -1];
  return (sorted === undefined || isOrderable(sorted.type)) && known.some((signature) => matches(signature, args));
}

export function unexpectedArguments(name: string, { line, column }: Position, args: readonly Argument[]): SqlError {
  const given = args.map(({ type, lambda }) => (lambda === undefined ? athenaType(type) : '<function>')).join(', ');
  const expected = signaturesOf(name).map(({ text }) => `${name}(${text})`);
  const hint = expected.length === 0 ? '' : `. Expected: ${expected.join(', ')}`;
  return new SqlError(
    `Unexpected parameters (${given}) for function ${name}${hint}`,
    { line, column },
    'FUNCTION_NOT_FOUND',
  );
}

function signaturesOf(name: string): readonly Signature[] {
  const found = parsed.get(name) ?? (signatures.get(name) ?? []).map(parseSignature);
  parsed.set(name, found);
  return found;
}

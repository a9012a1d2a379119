import type { Reference } from './ast.ts';
import type { Compiler, Run } from './compiler.ts';
import { print } from './print.ts';
import { utilVariable } from './util-variable.ts';

/**
 * The printing of `$util.base64Encode(…)` itself, where a rendering keeps what is encoded: a service that takes blobs
 * would only decode it again. `general` is the printing of any other reference, and of this one in other renderings.
 */
export function compileBlob(reference: Reference, backslashes: number, general: Run, compiler: Compiler): Run {
  const [accessor, ...more] = reference.accessors;
  if (reference.root !== 'util' || backslashes > 0 || more.length > 0) return general;
  if (accessor?.type !== 'method' || accessor.name !== 'base64Encode' || accessor.args.length !== 1) return general;
  const [argument] = accessor.args;
  // `general` may evaluate it again: it must be nothing that changes anything.
  if (argument?.type !== 'reference') return general;
  if (argument.root !== 'input' && argument.accessors.some(({ type }) => type === 'method')) return general;
  const evaluate = compiler.expression(argument);
  const util = compiler.number('util');
  return (rendering) => {
    const { blobs } = rendering;
    const value = blobs && rendering.variables[util] === utilVariable ? evaluate(rendering) : null;
    if (!blobs || value === null) return general(rendering);
    blobs.texts.push(print(value));
    rendering.output += blobs.mark;
    return 'next';
  };
}

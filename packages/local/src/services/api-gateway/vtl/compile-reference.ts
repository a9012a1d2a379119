import type { Accessor, Expression, Reference } from './ast.ts';
import { compileInputPath } from './compile-input-path.ts';
import type { Compiler, Evaluate } from './compiler.ts';
import { callMethod, getElement, getProperty } from './methods.ts';
import { print } from './print.ts';
import { type Rendering, reportUnresolved } from './rendering.ts';
import { Decimal, VtlList, VtlMap, type VtlValue } from './values.ts';

/** The value of a reference; null when there is none. */
export function compileReference(reference: Reference, compiler: Compiler): Evaluate {
  const number = compiler.number(reference.root);
  let evaluate: Evaluate = (rendering) => rendering.variables[number] ?? null;
  for (const [position, accessor] of reference.accessors.entries()) {
    const base = evaluate;
    const general = compileAccessor(base, accessor, reference, compiler);
    const isOfInput = reference.root === 'input' && position === 0;
    evaluate = isOfInput ? compileInputPath(base, accessor, general, compiler) : general;
  }
  return evaluate;
}

/**
 * What API Gateway provides is absent rather than unresolved when it has no value (`$context.identity.apiKey` of a
 * method without keys): it prints as nothing.
 */
const provided = new Set(['context', 'stageVariables', 'input']);

/** The text that a reference leaves in the output. */
export function compilePrint(reference: Reference, backslashes: number, compiler: Compiler): (r: Rendering) => string {
  const evaluate = compileReference(reference, compiler);
  const isProvided = provided.has(reference.root);
  const absent = reference.isQuiet ? '' : reference.text;
  const before = '\\'.repeat(backslashes >> 1);
  return (rendering) => {
    rendering.reported = undefined;
    const value = evaluate(rendering);
    if (value !== null)
      return backslashes === 0 ? print(value) : before + (backslashes % 2 ? reference.text : print(value));
    const isReported = rendering.reported === reference;
    if (backslashes > 0) return '\\'.repeat(backslashes) + reference.text;
    if (isProvided && !isReported) return '';
    if (!isReported && !reference.isQuiet) reportUnresolved(rendering, reference, 'no value');
    return absent;
  };
}

function compileAccessor(base: Evaluate, accessor: Accessor, reference: Reference, compiler: Compiler): Evaluate {
  switch (accessor.type) {
    case 'property': {
      const { name } = accessor;
      return (rendering) => {
        const self = base(rendering);
        const value = getProperty(self, name);
        return value === undefined ? unknown(rendering, reference, `property "${name}"`, self) : value;
      };
    }
    case 'index': {
      const index = compiler.expression(accessor.index);
      return (rendering) => {
        const self = base(rendering);
        const at = index(rendering);
        const value = getElement(self, at);
        return value === undefined ? unknown(rendering, reference, `index ${print(at)}`, self) : value;
      };
    }
    case 'method':
      return compileCall(base, accessor, reference, compiler);
  }
}

function compileCall(
  base: Evaluate,
  { name, args }: { readonly name: string; readonly args: readonly Expression[] },
  reference: Reference,
  compiler: Compiler,
): Evaluate {
  const compiled = args.map((argument) => compiler.expression(argument));
  return (rendering) => {
    const self = base(rendering);
    if (self === null) return null;
    const values = new Array<VtlValue>(compiled.length);
    for (let index = 0; index < values.length; index++) values[index] = compiled[index]?.(rendering) ?? null;
    const result = callMethod(self, name, values);
    if (result !== undefined) return result;
    return unknown(rendering, reference, `method "${name}" with ${args.length} argument(s)`, self);
  };
}

function unknown(rendering: Rendering, reference: Reference, what: string, self: VtlValue): null {
  reportUnresolved(rendering, reference, `unknown ${what} of ${kind(self)}`);
  return null;
}

function kind(value: VtlValue): string {
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return 'a boolean';
  if (value instanceof VtlMap) return 'a map';
  if (value instanceof VtlList) return 'a list';
  return typeof value === 'object' && !(value instanceof Decimal) ? print(value) : 'a number';
}

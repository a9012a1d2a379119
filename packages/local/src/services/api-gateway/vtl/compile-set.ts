import type { Accessor, Expression, Reference } from './ast.ts';
import { compileReference } from './compile-reference.ts';
import type { Compiler, Evaluate } from './compiler.ts';
import { print } from './print.ts';
import type { Rendering } from './rendering.ts';
import { VtlList, VtlMap, type VtlValue } from './values.ts';
import { VtlRenderError } from './vtl-error.ts';

/** `#set`. A value of null leaves the target as it is: the default of Velocity 1.7. */
export function compileSet(target: Reference, value: Expression, compiler: Compiler): (rendering: Rendering) => void {
  const evaluate = compiler.expression(value);
  const assign = compileAssignment(target, compiler);
  return (rendering) => {
    const result = evaluate(rendering);
    if (result !== null) assign(rendering, result);
  };
}

type Assign = (rendering: Rendering, value: VtlValue) => void;

function compileAssignment(target: Reference, compiler: Compiler): Assign {
  const last = target.accessors.at(-1);
  if (!last) {
    const number = compiler.number(target.root);
    return (rendering, value) => {
      rendering.variables[number] = value;
    };
  }
  const key = compileKey(last, compiler);
  if (target.root === 'context') {
    const keys = target.accessors.map((accessor) => compileKey(accessor, compiler));
    return (rendering, value) =>
      rendering.overrides.set(
        keys.map((each) => print(each(rendering))),
        value,
      );
  }
  const parent = compileReference({ ...target, accessors: target.accessors.slice(0, -1) }, compiler);
  return (rendering, value) => {
    const container = parent(rendering);
    const at = key(rendering);
    if (container instanceof VtlMap) container.put(print(at), value);
    else if (container instanceof VtlList && typeof at === 'number' && at >= 0 && at < container.size)
      container.set(at, value);
    else
      throw new VtlRenderError(
        `line ${target.place.line}: ${target.text} cannot be set, there is nothing that holds it`,
      );
  };
}

function compileKey(accessor: Accessor, compiler: Compiler): Evaluate {
  if (accessor.type === 'index') return compiler.expression(accessor.index);
  const { name } = accessor;
  return () => name;
}

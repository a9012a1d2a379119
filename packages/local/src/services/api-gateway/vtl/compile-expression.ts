import { calculate } from './arithmetic.ts';
import type { Comparison, Expression } from './ast.ts';
import { compareNumbers, sameValue } from './compare.ts';
import { compileReference } from './compile-reference.ts';
import type { Compiler, Evaluate } from './compiler.ts';
import { print } from './print.ts';
import { ArrayList, isTrue, LinkedMap, Range, type VtlValue } from './values.ts';

/** Turns an expression into a function that a rendering calls; nothing of the template is read again after this. */
export function compileExpression(expression: Expression, compiler: Compiler): Evaluate {
  switch (expression.type) {
    case 'reference':
      return compileReference(expression, compiler);
    case 'constant': {
      const { value } = expression;
      return () => value;
    }
    case 'interpolation':
      return compiler.interpolation(expression.body);
    case 'list': {
      const items = expression.items.map((item) => compiler.expression(item));
      return (rendering) => new ArrayList(items.map((item) => item(rendering)));
    }
    case 'map': {
      const entries = expression.entries.map(
        ([key, value]) => [compiler.expression(key), compiler.expression(value)] as const,
      );
      return (rendering) => {
        const map = new LinkedMap();
        for (const [key, value] of entries) map.put(print(key(rendering)), value(rendering));
        return map;
      };
    }
    case 'range': {
      const from = compiler.expression(expression.from);
      const to = compiler.expression(expression.to);
      return (rendering) => range(from(rendering), to(rendering));
    }
    case 'not': {
      const operand = compiler.expression(expression.operand);
      return (rendering) => !isTrue(operand(rendering));
    }
    case 'and':
    case 'or': {
      const left = compiler.expression(expression.left);
      const right = compiler.expression(expression.right);
      if (expression.type === 'and') return (rendering) => isTrue(left(rendering)) && isTrue(right(rendering));
      return (rendering) => isTrue(left(rendering)) || isTrue(right(rendering));
    }
    case 'comparison':
      return compileComparison(expression, compiler);
    case 'arithmetic': {
      const { operator } = expression;
      const left = compiler.expression(expression.left);
      const right = compiler.expression(expression.right);
      return (rendering) => calculate(operator, left(rendering), right(rendering));
    }
  }
}

/** Null, which Velocity logs and goes on with, when an end of the range is no whole number. */
function range(from: VtlValue, to: VtlValue): VtlValue {
  return typeof from === 'number' && typeof to === 'number' ? new Range(from, to) : null;
}

function compileComparison({ operator, left, right }: Comparison, compiler: Compiler): Evaluate {
  const a = compiler.expression(left);
  const b = compiler.expression(right);
  if (operator === '==') return (rendering) => sameValue(a(rendering), b(rendering));
  if (operator === '!=') return (rendering) => !sameValue(a(rendering), b(rendering));
  const holds = orders[operator];
  return (rendering) => {
    // Velocity compares only numbers by size; for anything else the condition is false.
    const order = compareNumbers(a(rendering), b(rendering));
    return order !== undefined && holds(order);
  };
}

const orders = {
  '<': (order: number) => order < 0,
  '<=': (order: number) => order <= 0,
  '>': (order: number) => order > 0,
  '>=': (order: number) => order >= 0,
} as const;

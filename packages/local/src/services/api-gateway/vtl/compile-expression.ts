import { calculate } from './arithmetic.ts';
import type { Comparison, Expression } from './ast.ts';
import { compareNumbers, sameValue } from './compare.ts';
import { compileInterpolation } from './compile-block.ts';
import { compileReference } from './compile-reference.ts';
import { print } from './print.ts';
import type { Rendering } from './rendering.ts';
import { ArrayList, isTrue, LinkedMap, Range, type VtlValue } from './values.ts';
import type { Variables } from './variables.ts';

export type Evaluate = (rendering: Rendering) => VtlValue;

/** Turns an expression into a function that a rendering calls; nothing of the template is read again after this. */
export function compileExpression(expression: Expression, variables: Variables): Evaluate {
  switch (expression.type) {
    case 'reference':
      return compileReference(expression, variables);
    case 'constant': {
      const { value } = expression;
      return () => value;
    }
    case 'interpolation':
      return compileInterpolation(expression.body, variables);
    case 'list': {
      const items = expression.items.map((item) => compileExpression(item, variables));
      return (rendering) => new ArrayList(items.map((item) => item(rendering)));
    }
    case 'map': {
      const entries = expression.entries.map(
        ([key, value]) => [compileExpression(key, variables), compileExpression(value, variables)] as const,
      );
      return (rendering) => {
        const map = new LinkedMap();
        for (const [key, value] of entries) map.put(print(key(rendering)), value(rendering));
        return map;
      };
    }
    case 'range': {
      const from = compileExpression(expression.from, variables);
      const to = compileExpression(expression.to, variables);
      return (rendering) => range(from(rendering), to(rendering));
    }
    case 'not': {
      const operand = compileExpression(expression.operand, variables);
      return (rendering) => !isTrue(operand(rendering));
    }
    case 'and':
    case 'or': {
      const left = compileExpression(expression.left, variables);
      const right = compileExpression(expression.right, variables);
      if (expression.type === 'and') return (rendering) => isTrue(left(rendering)) && isTrue(right(rendering));
      return (rendering) => isTrue(left(rendering)) || isTrue(right(rendering));
    }
    case 'comparison':
      return compileComparison(expression, variables);
    case 'arithmetic': {
      const { operator } = expression;
      const left = compileExpression(expression.left, variables);
      const right = compileExpression(expression.right, variables);
      return (rendering) => calculate(operator, left(rendering), right(rendering));
    }
  }
}

/** Null, which Velocity logs and goes on with, when an end of the range is no whole number. */
function range(from: VtlValue, to: VtlValue): VtlValue {
  return typeof from === 'number' && typeof to === 'number' ? new Range(from, to) : null;
}

function compileComparison({ operator, left, right }: Comparison, variables: Variables): Evaluate {
  const a = compileExpression(left, variables);
  const b = compileExpression(right, variables);
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

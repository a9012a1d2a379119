import type { Block, ForeachStatement, Statement } from './ast.ts';
import { compileBlob } from './compile-blob.ts';
import { compileConcatenation, type Part } from './compile-concatenation.ts';
import { compileExpression, type Evaluate } from './compile-expression.ts';
import { compilePrint } from './compile-reference.ts';
import { compileSet } from './compile-set.ts';
import { ForeachScope } from './foreach-scope.ts';
import { mapValues } from './map-methods.ts';
import type { Rendering } from './rendering.ts';
import { isTrue, VtlList, VtlMap, type VtlValue } from './values.ts';
import type { Variables } from './variables.ts';
import { VtlRenderError } from './vtl-error.ts';

/** How a statement ended: `break` leaves the loop, `stop` the whole template. */
type Outcome = 'next' | 'break' | 'stop';

export type Run = (rendering: Rendering) => Outcome;

/**
 * "Number of iterations in a #foreach ... #end loop in mapping templates: 1000", for each run of a loop, of
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html.
 */
const mostIterations = 1000;

export function compileBlock(block: Block, variables: Variables): Run {
  const runs = block.map((statement) => compileStatement(statement, variables));
  return (rendering) => {
    for (const run of runs) {
      const outcome = run(rendering);
      if (outcome !== 'next') return outcome;
    }
    return 'next';
  };
}

/** A double-quoted string. One of text and references only, which nearly all are, is a plain concatenation. */
export function compileInterpolation(body: Block, variables: Variables): Evaluate {
  const parts: Part[] = [];
  for (const statement of body) {
    if (statement.type === 'text') {
      const { text } = statement;
      parts.push(() => text);
    } else if (statement.type === 'print') {
      parts.push(compilePrint(statement.reference, statement.backslashes, variables));
    } else {
      return compileCapture(compileBlock(body, variables));
    }
  }
  return compileConcatenation(parts);
}

function compileCapture(run: Run): Evaluate {
  return (rendering) => {
    const { output, blobs } = rendering;
    rendering.output = '';
    rendering.blobs = undefined;
    run(rendering);
    const text = rendering.output;
    rendering.output = output;
    rendering.blobs = blobs;
    return text;
  };
}

function compileStatement(statement: Statement, variables: Variables): Run {
  switch (statement.type) {
    case 'text': {
      const { text } = statement;
      return (rendering) => {
        rendering.output += text;
        return 'next';
      };
    }
    case 'print': {
      const print = compilePrint(statement.reference, statement.backslashes, variables);
      const general: Run = (rendering) => {
        rendering.output += print(rendering);
        return 'next';
      };
      return compileBlob(statement.reference, statement.backslashes, general, variables);
    }
    case 'set': {
      const set = compileSet(statement.target, statement.value, variables);
      return (rendering) => {
        set(rendering);
        return 'next';
      };
    }
    case 'if': {
      const branches = statement.branches.map(({ condition, body }) => ({
        condition: compileExpression(condition, variables),
        run: compileBlock(body, variables),
      }));
      const otherwise = compileBlock(statement.otherwise, variables);
      return (rendering) => {
        for (const { condition, run } of branches) if (isTrue(condition(rendering))) return run(rendering);
        return otherwise(rendering);
      };
    }
    case 'foreach':
      return compileForeach(statement, variables);
    case 'break':
      return () => 'break';
    case 'stop':
      return () => 'stop';
  }
}

function compileForeach({ variable, over, body, place }: ForeachStatement, variables: Variables): Run {
  const items = compileExpression(over, variables);
  const run = compileBlock(body, variables);
  const element = variables.number(variable);
  const scope = variables.number('foreach');
  const count = variables.number('velocityCount');
  const hasNext = variables.number('velocityHasNext');
  return (rendering) => {
    const list = iterable(items(rendering));
    if (!list) return 'next';
    const { variables: values } = rendering;
    const outer = [element, scope, count, hasNext].map((number) => [number, values[number]] as const);
    const foreach = new ForeachScope(list.size, values[scope] ?? null);
    values[scope] = foreach;
    let outcome: Outcome = 'next';
    for (let index = 0; index < list.size && outcome === 'next'; index++) {
      if (index === mostIterations) {
        throw new VtlRenderError(
          `#foreach of line ${place.line} has ${list.size} iterations; API Gateway allows ${mostIterations}`,
        );
      }
      foreach.index = index;
      values[element] = list.at(index);
      values[count] = index + 1;
      values[hasNext] = index + 1 < list.size;
      outcome = run(rendering);
    }
    for (const [number, value] of outer) values[number] = value;
    return outcome === 'stop' ? 'stop' : 'next';
  };
}

/** A map is gone through by its values; what is neither map nor list is passed over. */
function iterable(value: VtlValue): VtlList | undefined {
  if (value instanceof VtlMap) return mapValues(value);
  return value instanceof VtlList ? value : undefined;
}

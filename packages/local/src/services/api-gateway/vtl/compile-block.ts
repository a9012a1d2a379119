import type { Block, ForeachStatement, Statement } from './ast.ts';
import { compileBlob } from './compile-blob.ts';
import { compileConcatenation } from './compile-concatenation.ts';
import { compilePrint } from './compile-reference.ts';
import { compileSet } from './compile-set.ts';
import type { Compiler, Evaluate, Outcome, Run } from './compiler.ts';
import { ForeachScope } from './foreach-scope.ts';
import { mapValues } from './map-methods.ts';
import type { Part } from './rendering.ts';
import { isTrue, VtlList, VtlMap, type VtlValue } from './values.ts';
import { VtlRenderError } from './vtl-error.ts';

/**
 * "Number of iterations in a #foreach ... #end loop in mapping templates: 1000", for each run of a loop, of
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html.
 */
const maxIterations = 1000;

export function compileBlock(block: Block, compiler: Compiler): Run {
  const runs = block.map((statement) => compileStatement(statement, compiler));
  return (rendering) => {
    for (const run of runs) {
      const outcome = run(rendering);
      if (outcome !== 'next') return outcome;
    }
    return 'next';
  };
}

/** A double-quoted string. One of text and references only, which nearly all are, is a plain concatenation. */
export function compileInterpolation(body: Block, compiler: Compiler): Evaluate {
  const parts: Part[] = [];
  for (const statement of body) {
    if (statement.type === 'text') {
      const { text } = statement;
      parts.push(() => text);
    } else if (statement.type === 'print') {
      parts.push(compilePrint(statement.reference, statement.backslashes, compiler));
    } else {
      return compileCapture(compileBlock(body, compiler));
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

function compileStatement(statement: Statement, compiler: Compiler): Run {
  switch (statement.type) {
    case 'text': {
      const { text } = statement;
      return (rendering) => {
        rendering.output += text;
        return 'next';
      };
    }
    case 'print': {
      const print = compilePrint(statement.reference, statement.backslashes, compiler);
      const general: Run = (rendering) => {
        rendering.output += print(rendering);
        return 'next';
      };
      return compileBlob(statement.reference, statement.backslashes, general, compiler);
    }
    case 'set': {
      const set = compileSet(statement.target, statement.value, compiler);
      return (rendering) => {
        set(rendering);
        return 'next';
      };
    }
    case 'if': {
      const branches = statement.branches.map(({ condition, body }) => ({
        condition: compiler.expression(condition),
        run: compileBlock(body, compiler),
      }));
      const otherwise = compileBlock(statement.otherwise, compiler);
      return (rendering) => {
        for (const { condition, run } of branches) if (isTrue(condition(rendering))) return run(rendering);
        return otherwise(rendering);
      };
    }
    case 'foreach':
      return compileForeach(statement, compiler);
    case 'break':
      return () => 'break';
    case 'stop':
      return () => 'stop';
  }
}

function compileForeach({ variable, over, body, place }: ForeachStatement, compiler: Compiler): Run {
  const items = compiler.expression(over);
  const run = compileBlock(body, compiler);
  const element = compiler.number(variable);
  const scope = compiler.number('foreach');
  const count = compiler.number('velocityCount');
  const hasNext = compiler.number('velocityHasNext');
  return (rendering) => {
    const list = iterable(items(rendering));
    if (!list) return 'next';
    const { variables: values } = rendering;
    const outer = [element, scope, count, hasNext].map((number) => [number, values[number]] as const);
    const foreach = new ForeachScope(list.size, values[scope] ?? null);
    values[scope] = foreach;
    let outcome: Outcome = 'next';
    for (let index = 0; index < list.size && outcome === 'next'; index++) {
      if (index === maxIterations) {
        throw new VtlRenderError(
          `#foreach of line ${place.line} has ${list.size} iterations; API Gateway allows ${maxIterations}`,
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

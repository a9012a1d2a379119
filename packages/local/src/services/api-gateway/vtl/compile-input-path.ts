import { JsonPathError, type PathStep, parseJsonPath } from '../../../json-text/json-path.ts';
import type { Accessor, Block, Expression, Place } from './ast.ts';
import type { Compiler, Evaluate } from './compiler.ts';
import { InputVariable } from './input-variable.ts';
import type { Rendering } from './rendering.ts';
import { VtlSyntaxError } from './vtl-error.ts';

/** The steps of a path in one rendering; undefined when the path has to be put together as text. */
type Steps = (rendering: Rendering) => readonly PathStep[] | undefined;

/**
 * `$input.json(…)` and `$input.path(…)` with a path that is known now, or known but for whole numbers in brackets
 * (`"$.events[$i]"`): the path is read once instead of in every turn of a loop. Anything else is the general call.
 */
export function compileInputPath(base: Evaluate, accessor: Accessor, general: Evaluate, compiler: Compiler): Evaluate {
  if (accessor.type !== 'method' || accessor.args.length !== 1) return general;
  const { name, args } = accessor;
  const steps = args[0] && compileSteps(args[0], compiler);
  if (!steps || (name !== 'json' && name !== 'path')) return general;
  return (rendering) => {
    const input = base(rendering);
    const path = input instanceof InputVariable ? steps(rendering) : undefined;
    return path && input instanceof InputVariable ? input[name](path) : general(rendering);
  };
}

function compileSteps(argument: Expression, compiler: Compiler): Steps | undefined {
  if (argument.type === 'constant' && typeof argument.value === 'string') {
    const steps = constantPath(argument.value, argument.place);
    return () => steps;
  }
  const parts = argument.type === 'interpolation' ? bracketedParts(argument.body) : undefined;
  if (!parts) return undefined;
  // One list for all turns of a loop: each path is walked before the next is asked for.
  const steps: PathStep[] = parts.map((part) => (typeof part === 'object' ? 0 : part));
  const indexes: [number, Evaluate][] = [];
  for (const [at, part] of parts.entries()) {
    if (typeof part === 'object') indexes.push([at, compiler.expression(part)]);
  }
  return (rendering) => {
    for (const [at, evaluate] of indexes) {
      const index = evaluate(rendering);
      if (typeof index !== 'number' || index < 0) return undefined;
      steps[at] = index;
    }
    return steps;
  };
}

function constantPath(path: string, { line, column }: Place): readonly PathStep[] {
  try {
    return parseJsonPath(path);
  } catch (error) {
    if (error instanceof JsonPathError) throw new VtlSyntaxError(error.message, line, column);
    throw error;
  }
}

/** The steps of a string whose references each fill a pair of brackets; undefined for any other string. */
function bracketedParts(body: Block): (PathStep | Expression)[] | undefined {
  const parts: (PathStep | Expression)[] = [];
  let isInBrackets = false;
  for (const statement of body) {
    if (statement.type === 'print' && isInBrackets && statement.backslashes === 0) {
      parts.push(statement.reference);
      continue;
    }
    if (statement.type !== 'text' || (isInBrackets && !statement.text.startsWith(']'))) return undefined;
    const text: string = isInBrackets ? `$${statement.text.slice(1)}` : statement.text;
    isInBrackets = text.endsWith('[');
    const steps = knownSteps(isInBrackets ? text.slice(0, -1) : text);
    if (!steps) return undefined;
    parts.push(...steps);
  }
  return isInBrackets ? undefined : parts;
}

function knownSteps(path: string): readonly PathStep[] | undefined {
  try {
    return parseJsonPath(path);
  } catch (error) {
    if (error instanceof JsonPathError) return undefined;
    throw error;
  }
}

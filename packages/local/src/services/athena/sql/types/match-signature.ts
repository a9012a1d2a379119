import { commonType } from '../numeric-types.ts';
import type { SqlType } from '../sql-type.ts';
import type { Argument } from '../typed.ts';
import { canCoerce, canUnify } from './coercion.ts';
import type { Parameter, Signature } from './parse-signature.ts';

type Bindings = Map<string, SqlType | undefined>;

/** Whether a function with these parameters takes the arguments. */
export function matches({ parameters, isVariadic }: Signature, args: readonly Argument[]): boolean {
  const last = parameters.at(-1);
  const isCount = isVariadic ? args.length >= parameters.length : args.length === parameters.length;
  if (!isCount) return false;
  const bindings: Bindings = new Map();
  const pairs = args.map((arg, index) => ({ arg, parameter: parameters[index] ?? last }));
  // What lambdas take follows from the other arguments.
  const ordered = [...pairs.filter(({ arg }) => arg.lambda === undefined), ...pairs.filter(({ arg }) => arg.lambda)];
  return ordered.every(({ arg, parameter }) => {
    if (parameter === undefined) return false;
    return arg.lambda === undefined ? takes(parameter, arg.type, bindings) : takesLambda(parameter, arg, bindings);
  });
}

function takes(parameter: Parameter, type: SqlType | undefined, bindings: Bindings): boolean {
  if (parameter.kind === 'function') return false;
  if (parameter.kind === 'variable') return bind(parameter.name, type, bindings);
  if (type === undefined || type.name === 'unknown') return true;
  switch (parameter.kind) {
    case 'type':
      return canCoerce(type, parameter.type);
    case 'array':
      return type.name === 'array' && takes(parameter.element, type.element, bindings);
    case 'map':
      return (
        type.name === 'map' && takes(parameter.key, type.key, bindings) && takes(parameter.value, type.value, bindings)
      );
    case 'row':
      return (
        type.name === 'row' &&
        type.fields.length === parameter.fields.length &&
        parameter.fields.every((field, index) => takes(field, type.fields[index]?.type, bindings))
      );
  }
}

function bind(name: string, type: SqlType | undefined, bindings: Bindings): boolean {
  if (!bindings.has(name)) {
    bindings.set(name, type);
    return true;
  }
  const bound = bindings.get(name);
  if (!canUnify(bound, type)) return false;
  bindings.set(name, commonType([bound, type]));
  return true;
}

function takesLambda(parameter: Parameter, { lambda }: Argument, bindings: Bindings): boolean {
  if (parameter.kind !== 'function' || lambda === undefined) return false;
  const result = lambda(parameter.parameters.map((one) => boundType(one, bindings)));
  return result.params.length === parameter.parameters.length && takes(parameter.result, result.type, bindings);
}

function boundType(parameter: Parameter, bindings: Bindings): SqlType | undefined {
  if (parameter.kind === 'variable') return bindings.get(parameter.name);
  return parameter.kind === 'type' ? parameter.type : undefined;
}

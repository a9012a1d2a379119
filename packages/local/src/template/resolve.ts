import type { Template } from './read-assembly.ts';

/** What `Ref` and `Fn::GetAtt` answer, and the values of `AWS::…` pseudo parameters. */
export interface Scope {
  readonly template: Template;
  /** `AWS::Region` and so on. */
  readonly pseudoParameters: Readonly<Record<string, string>>;
  ref(logicalId: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  /** An output of another stack. */
  stackOutput(stackName: string, outputName: string): unknown;
}

/** Stands for a property that `Ref: AWS::NoValue` removes. */
const noValue = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/**
 * The value with every intrinsic function replaced by what it means in `scope`.
 * Throws, naming it, for a function, parameter, mapping or condition that is not there.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export function resolve(value: unknown, scope: Scope): unknown {
  const resolved = resolveValue(value, scope);
  return resolved === noValue ? undefined : resolved;
}

/** Whether the template's condition `name` holds; true for no name. */
export function holds(name: string | undefined, scope: Scope): boolean {
  if (name === undefined) return true;
  const conditions = scope.template.Conditions ?? {};
  if (!Object.hasOwn(conditions, name)) throw new Error(`the template has no condition ${name}`);
  return resolveValue(conditions[name], scope) === true;
}

function resolveValue(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, scope)).filter((item) => item !== noValue);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only && entries.length === 1) {
    const [name, argument] = only;
    const intrinsic = Object.hasOwn(intrinsics, name) ? intrinsics[name] : undefined;
    if (intrinsic) return intrinsic(argument, scope);
    if (name.startsWith('Fn::')) throw new Error(`${name} is not supported (see SUPPORT.md)`);
  }
  const result: Record<string, unknown> = {};
  for (const [key, item] of entries) {
    const resolved = resolveValue(item, scope);
    if (resolved !== noValue) result[key] = resolved;
  }
  return result;
}

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => ref(String(name), scope),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : list(argument, scope);
    return scope.getAtt(String(logicalId), attribute.map(String).join('.'));
  },
  'Fn::GetStackOutput': (argument, scope) => stackOutput(argument, scope),
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument, scope);
    return list(parts, scope).map(text).join(text(separator));
  },
  'Fn::Sub': (argument, scope) => {
    const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
    const values = resolveValue(variables, scope) as Record<string, unknown>;
    return text(template).replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (Object.hasOwn(values, name)) return text(values[name]);
      const dot = name.indexOf('.');
      return text(dot < 0 ? ref(name, scope) : scope.getAtt(name.slice(0, dot), name.slice(dot + 1)));
    });
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = list(argument, scope);
    const item = list(items, scope)[Number(index)];
    if (item === undefined) throw new Error(`Fn::Select: there is no item ${String(index)}`);
    return item;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(argument, scope);
    return text(source).split(text(separator));
  },
  'Fn::Base64': (argument, scope) => Buffer.from(text(resolveValue(argument, scope))).toString('base64'),
  /** Three of them, as most regions have. */
  'Fn::GetAZs': (argument, scope) => {
    const region = resolveValue(argument, scope) || scope.pseudoParameters['AWS::Region'];
    return ['a', 'b', 'c'].map((zone) => `${text(region)}${zone}`);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = list(argument, scope).map(text);
    const found = scope.template.Mappings?.[map ?? '']?.[first ?? '']?.[second ?? ''];
    if (found === undefined) throw new Error(`Fn::FindInMap: ${map}.${first}.${second} is not in the template`);
    return resolveValue(found, scope);
  },
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = argument as unknown[];
    return resolveValue(holds(String(condition), scope) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(argument, scope);
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::Not': (argument, scope) => list(argument, scope)[0] !== true,
  'Fn::And': (argument, scope) => list(argument, scope).every((item) => item === true),
  'Fn::Or': (argument, scope) => list(argument, scope).some((item) => item === true),
  Condition: (name, scope) =>
    typeof name === 'string' ? holds(name, scope) : { Condition: resolveValue(name, scope) },
};

function ref(name: string, scope: Scope): unknown {
  if (name === 'AWS::NoValue') return noValue;
  if (name.startsWith('AWS::')) {
    const value = scope.pseudoParameters[name];
    if (value === undefined) throw new Error(`the pseudo parameter ${name} is not supported`);
    return value;
  }
  const parameter = scope.template.Parameters?.[name];
  if (parameter) {
    if (parameter.Default === undefined) throw new Error(`the parameter ${name} has no default`);
    return parameter.Default;
  }
  return scope.ref(name);
}

/**
 * A weak reference to another stack, resolved when the stack is created or updated.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
 */
function stackOutput(argument: unknown, scope: Scope): unknown {
  const { StackName, OutputName, Region, RoleArn } = resolveValue(argument, scope) as Record<string, unknown>;
  const here = scope.pseudoParameters['AWS::Region'];
  if (Region !== undefined && Region !== here) {
    throw new Error(`Fn::GetStackOutput: the region ${text(Region)} is not run here, only ${here}`);
  }
  if (RoleArn !== undefined) throw new Error('Fn::GetStackOutput: RoleArn (another account) is not supported');
  return scope.stackOutput(text(StackName), text(OutputName));
}

function list(argument: unknown, scope: Scope): unknown[] {
  const resolved = resolveValue(argument, scope);
  if (!Array.isArray(resolved)) throw new Error(`a list was expected, not ${JSON.stringify(resolved)}`);
  return resolved;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`text was expected, not ${JSON.stringify(value)}`);
}

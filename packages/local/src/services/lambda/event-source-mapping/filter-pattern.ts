/** Filter rules of event source mappings: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */

/** Whether a member fits, given all of its values: none, one, or those of a list. */
type Rule = (values: readonly unknown[]) => boolean;
export type Filter = (event: unknown) => boolean;

/** Throws saying what is wrong with the pattern, a JSON text. */
export function compileFilter(pattern: string): Filter {
  let parsed: unknown;
  try {
    parsed = JSON.parse(pattern);
  } catch {
    throw new Error(`the filter pattern is not JSON: ${pattern}`);
  }
  return compileObject(parsed, 'the filter pattern');
}

function compileObject(pattern: unknown, where: string): Filter {
  if (!isRecord(pattern) || Object.keys(pattern).length === 0)
    throw new Error(`${where} must be an object with members`);
  const filters = Object.entries(pattern).map(([name, value]): Filter => {
    if (name === '$or') return compileAlternatives(value, `${where}.$or`);
    if (!Array.isArray(value)) {
      const inner = compileObject(value, `${where}.${name}`);
      return (event) => {
        const members = membersOf(event, name);
        return members.length > 0 ? members.some(inner) : inner(undefined);
      };
    }
    const rules = value.map((rule) => compileRule(rule, `${where}.${name}`));
    if (rules.length === 0) throw new Error(`${where}.${name} needs a rule`);
    return (event) => {
      const values = membersOf(event, name);
      return rules.some((rule) => rule(values));
    };
  });
  return (event) => filters.every((filter) => filter(event));
}

function compileAlternatives(value: unknown, where: string): Filter {
  if (!Array.isArray(value) || value.length === 0) throw new Error(`${where} must be a list of patterns`);
  const filters = value.map((pattern, index) => compileObject(pattern, `${where}[${index}]`));
  return (event) => filters.some((filter) => filter(event));
}

/** The values of a member: those of a list count one by one. */
function membersOf(event: unknown, name: string): readonly unknown[] {
  if (Array.isArray(event)) return event.flatMap((item) => membersOf(item, name));
  if (!isRecord(event) || !Object.hasOwn(event, name)) return [];
  const value = event[name];
  return Array.isArray(value) ? value : [value];
}

function compileRule(rule: unknown, where: string): Rule {
  if (!isRecord(rule)) return (values) => values.some((value) => value === rule);
  const [entry, ...others] = Object.entries(rule);
  if (!entry || others.length > 0) throw new Error(`${where}: a rule is one of ${Object.keys(operators).join(', ')}`);
  const [operator, operand] = entry;
  const compile = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (!compile) throw new Error(`${where}: ${operator} is no filter rule that is supported (see SUPPORT.md)`);
  return compile(operand, `${where}: ${operator}`);
}

const operators: Readonly<Record<string, (operand: unknown, where: string) => Rule>> = {
  prefix: (operand, where) => {
    const prefix = text(operand, where);
    return anyText((value) => value.startsWith(prefix));
  },
  suffix: (operand, where) => {
    const suffix = text(operand, where);
    return anyText((value) => value.endsWith(suffix));
  },
  'equals-ignore-case': (operand, where) => {
    const expected = text(operand, where).toLowerCase();
    return anyText((value) => value.toLowerCase() === expected);
  },
  exists: (operand, where) => {
    if (typeof operand !== 'boolean') throw new Error(`${where} must be true or false`);
    return (values) => values.length > 0 === operand;
  },
  numeric: compileNumeric,
  'anything-but': (operand, where) => {
    const refused = isRecord(operand) ? [operand] : Array.isArray(operand) ? operand : [operand];
    const rules = refused.map((rule) => compileRule(rule, where));
    return (values) => values.some((value) => !rules.some((rule) => rule([value])));
  },
};

type Comparison = (value: number, bound: number) => boolean;
const comparisons: Readonly<Record<string, Comparison>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** `[">", 0, "<=", 5]` */
function compileNumeric(operand: unknown, where: string): Rule {
  const parts: readonly unknown[] = Array.isArray(operand) ? operand : [];
  const tests: ((value: number) => boolean)[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const compare = comparisons[String(parts[i])];
    const bound = parts[i + 1];
    if (!compare || typeof bound !== 'number') throw new Error(`${where} must be like [">", 0, "<=", 5]`);
    tests.push((value) => compare(value, bound));
  }
  if (tests.length === 0) throw new Error(`${where} must be like [">", 0, "<=", 5]`);
  return (values) => values.some((value) => typeof value === 'number' && tests.every((test) => test(value)));
}

function anyText(test: (value: string) => boolean): Rule {
  return (values) => values.some((value) => typeof value === 'string' && test(value));
}

function text(operand: unknown, where: string): string {
  if (typeof operand === 'string') return operand;
  throw new Error(`${where} must be text`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Mismatch } from '../../schemas/generated/validate-game-event.ts';

/** What a JSON Schema validator found, as it is told to the programmer of a game. */
export interface DescribedMismatch {
  /** JSON pointer into the event (RFC 6901). */
  readonly path: string;
  readonly detail: string;
}

const longestPath = 256;
const longestDetail = 512;

/**
 * A mismatch of an event in words. `parent` is the pointer to what was validated (`''`, `/event_data`) and `value` what
 * stands there. Names the kind of a wrong value (`a string`), never the value: it may be personal.
 */
export function describeMismatch(mismatch: Mismatch | undefined, parent: string, value: unknown): DescribedMismatch {
  const { instancePath = '', keyword = '', params = {}, message = 'does not match the schema' } = mismatch ?? {};
  const at = `${parent}${instancePath}`;
  if (keyword === 'required') {
    const member = String(params.missingProperty);
    return described(pointer(at, member), `${nameOf(pointer(instancePath, member)) || member} is missing`);
  }
  if (keyword === 'additionalProperties') {
    const detail = "unknown property; an event's own fields belong in event_data";
    return described(pointer(at, String(params.additionalProperty)), detail);
  }
  const name = nameOf(instancePath) || nameOf(parent);
  return described(at, `${name} ${expectation(keyword, params, valueAt(value, instancePath)) ?? message}`.trim());
}

function expectation(keyword: string, params: Mismatch['params'], value: unknown): string | undefined {
  switch (keyword) {
    case 'type':
      return `must be ${typeWords(params.type)}, not ${kindOf(value)}`;
    case 'enum':
      return Array.isArray(params.allowedValues) ? `must be one of ${params.allowedValues.join(', ')}` : undefined;
    case 'pattern':
      return `must match pattern ${String(params.pattern)}`;
    case 'minimum':
      return `must be ${String(params.limit)} or more`;
    case 'maximum':
      return `must be ${String(params.limit)} or less`;
    case 'exclusiveMinimum':
      return `must be more than ${String(params.limit)}`;
    case 'exclusiveMaximum':
      return `must be less than ${String(params.limit)}`;
    default:
      return undefined;
  }
}

const typeNames = new Map([
  ['string', 'a string'],
  ['integer', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['object', 'an object'],
  ['array', 'a list'],
  ['null', 'null'],
]);

function typeWords(type: unknown): string {
  const types = Array.isArray(type) ? type.map(String) : String(type).split(',');
  return types.map((each) => typeNames.get(each) ?? each).join(' or ');
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'boolean') return 'true or false';
  if (typeof value !== 'number') return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
  if (!Number.isFinite(value)) return 'one too large to keep';
  return Number.isInteger(value) ? 'a number' : 'a number with a fraction';
}

/** What the validator's pointer points to: its steps are names of the schema and indexes. */
function valueAt(value: unknown, instancePath: string): unknown {
  let found = value;
  for (const step of steps(instancePath)) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

/** `/boosts/0/kind` → `boosts[0].kind` */
function nameOf(path: string): string {
  return steps(path)
    .map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

function steps(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function pointer(parent: string, name: string): string {
  const short = name.slice(0, longestPath);
  return `${parent}/${short.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function described(path: string, detail: string): DescribedMismatch {
  return { path: cut(path, longestPath), detail: cut(detail, longestDetail) };
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 3)}...`;
}

import { envelopeRules } from '../../schemas/envelope-rules.ts';
import type { Mismatch } from '../../schemas/generated/validate-game-event.ts';

/** What a JSON Schema validator found, as it is told to the programmer of a game. */
export interface DescribedMismatch {
  /** JSON pointer into the event (RFC 6901). */
  readonly path: string;
  readonly detail: string;
}

const maxPathLength = 256;
const maxDetailLength = 512;

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
  const rule = keyword === 'pattern' && parent === '' ? envelopeRules.get(name) : undefined;
  if (rule !== undefined) return described(at, `${name} ${rule}`);
  return described(at, `${name} ${expectation(keyword, params, valueAt(value, instancePath)) ?? message}`.trim());
}

/** A member that appears twice, by the steps to it. */
export function describeRepetition(steps: readonly (string | number)[]): DescribedMismatch {
  const path = steps.reduce<string>((parent, step) => pointer(parent, String(step)), '');
  const [first, ...others] = steps.map(String);
  const inside = first === 'event_data' && others.length > 0 ? others : steps.map(String);
  return described(path, `${nameOf(inside.reduce<string>(pointer, ''))} appears twice`);
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
      return `must be ${numberText(params.limit)} or more`;
    case 'maximum':
      return `must be ${numberText(params.limit)} or less`;
    case 'exclusiveMinimum':
      return params.limit === -endOfWhole
        ? `must be ${-endOfWhole64} or more`
        : `must be more than ${numberText(params.limit)}`;
    case 'exclusiveMaximum':
      return params.limit === endOfWhole
        ? `must be ${endOfWhole64 - 1n} or less`
        : `must be less than ${numberText(params.limit)}`;
    default:
      return undefined;
  }
}

const endOfWhole64 = 2n ** 63n;
const endOfWhole = Number(endOfWhole64);

/** With all digits: JavaScript writes 2⁶³ as 9223372036854776000. */
function numberText(limit: unknown): string {
  return typeof limit === 'number' && Number.isInteger(limit) ? BigInt(limit).toString() : String(limit);
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
  const short = name.slice(0, maxPathLength);
  return `${parent}/${short.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function described(path: string, detail: string): DescribedMismatch {
  return { path: cut(path, maxPathLength), detail: cut(detail, maxDetailLength) };
}

function cut(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 3)}...`;
}

import type { EventSchemaVersion } from '../../schemas/generated/validate-event-data.ts';
import type { Mismatch } from '../../schemas/generated/validate-game-event.ts';
import { scanObject } from './scan-object.ts';
import type { SentEvent } from './sent-event.ts';

type Validate = EventSchemaVersion['validate'];

const end = 2 ** 63;
const minWhole = -(2n ** 63n);
const maxWhole = 2n ** 63n - 1n;

/**
 * Whether a schema accepts event_data. A double cannot tell the last whole number of 64 bits from the first beyond, so the
 * generated code refuses both (schemas/registry/judged-schema.ts), and the digits decide here. After `false`,
 * `validate.errors` says what is wrong.
 */
export function acceptsData(
  validate: Validate,
  data: Readonly<Record<string, unknown>>,
  source: SentEvent | undefined,
): boolean {
  if (validate(data)) return true;
  const name = memberAtEnd(validate.errors?.[0]);
  if (source === undefined || name === undefined || !isWhole64(digitsOf(source, name))) return false;
  const inside = Number(data[name]) / 2;
  return acceptsData(validate, { ...data, [name]: inside }, source);
}

/** The member that is refused as it is at an end of 64 bits or beyond. */
function memberAtEnd(mismatch: Mismatch | undefined): string | undefined {
  const { keyword, instancePath = '', params } = mismatch ?? {};
  const isEnd =
    (keyword === 'exclusiveMaximum' && params?.limit === end) ||
    (keyword === 'exclusiveMinimum' && params?.limit === -end);
  return isEnd ? instancePath.slice(1).replaceAll('~1', '/').replaceAll('~0', '~') : undefined;
}

function digitsOf({ text, place }: SentEvent, name: string): string {
  const value = place.member && scanObject(text, place.member.start, name).member;
  return value === undefined ? '' : text.slice(value.start, value.end);
}

function isWhole64(digits: string): boolean {
  if (!/^-?\d{19}$/.test(digits)) return false;
  const whole = BigInt(digits);
  return whole >= minWhole && whole <= maxWhole;
}

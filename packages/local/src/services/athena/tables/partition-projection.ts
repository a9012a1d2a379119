import { addUnits, type DatePattern, type DateUnit, datePattern } from './date-pattern.ts';

/** The values of one partition key: all that there can be, or those that the query itself must name. */
export type ProjectedValues = readonly string[] | 'injected';

/** More partitions than this are not gone through one by one. */
export const maxPartitions = 1_000_000;

/**
 * The values that partition projection gives a key.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 * Throws, naming the property, for what is missing or not valid.
 */
export function projectedValues(
  key: string,
  parameters: Readonly<Record<string, string>>,
  nowMs: number,
): ProjectedValues {
  const name = (property: string) => `projection.${key}.${property}`;
  const optional = (property: string) => parameters[name(property)];
  const required = (property: string) => {
    const value = optional(property);
    if (value === undefined)
      throw new Error(`Invalid partition projection: the table property ${name(property)} is missing`);
    return value;
  };
  const type = required('type').toLowerCase();
  switch (type) {
    case 'injected':
      return 'injected';
    case 'enum':
      return required('values')
        .split(',')
        .map((value) => value.trim());
    case 'integer':
      return integers(
        required('range'),
        Number(optional('interval') ?? 1),
        Number(optional('digits') ?? 0),
        name('range'),
      );
    case 'date': {
      const pattern = datePattern(required('format'));
      const unit = dateUnit(optional('interval.unit'), pattern, name('interval.unit'));
      return dates(required('range'), pattern, Number(optional('interval') ?? 1), unit, nowMs, name('range'));
    }
    default:
      throw new Error(`Invalid partition projection: ${name('type')} ${type} is not known`);
  }
}

function integers(range: string, interval: number, digits: number, name: string): string[] {
  const [low = Number.NaN, high = Number.NaN] = range.split(',').map((value) => Number(value.trim()));
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || !(interval >= 1)) throw invalid(name, range);
  if ((high - low) / interval > maxPartitions) throw new Error(`${name} has more than ${maxPartitions} values`);
  const values: string[] = [];
  for (let value = low; value <= high; value += interval) values.push(String(value).padStart(digits, '0'));
  return values;
}

function dates(
  range: string,
  pattern: DatePattern,
  interval: number,
  unit: DateUnit,
  nowMs: number,
  name: string,
): string[] {
  const [low, high] = range.split(',').map((bound) => boundOf(bound.trim(), pattern, nowMs));
  if (low === undefined || high === undefined || !(interval >= 1)) throw invalid(name, range);
  const values = new Set<string>();
  for (let step = 0; ; step++) {
    const moment = addUnits(low, step * interval, unit);
    if (moment > high) break;
    if (values.size > maxPartitions) throw new Error(`${name} has more than ${maxPartitions} values`);
    values.add(pattern.format(moment));
  }
  // A range up to NOW has the unit that NOW lies in, however far into it NOW is.
  if (low <= high) values.add(pattern.format(high));
  return [...values];
}

const units: readonly DateUnit[] = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds', 'millis'];

function boundOf(text: string, pattern: DatePattern, nowMs: number): number | undefined {
  const relative = /^NOW\s*(?:([+-])\s*(\d+)\s*([A-Za-z]+))?$/i.exec(text);
  if (relative === null) return pattern.parse(text);
  const [, sign, count, name] = relative;
  if (name === undefined) return nowMs;
  const unit = unitOf(name);
  return unit === undefined ? undefined : addUnits(nowMs, Number(`${sign}${count}`), unit);
}

function unitOf(name: string): DateUnit | undefined {
  const lower = name.toLowerCase();
  return units.find((unit) => unit === lower || unit === `${lower}s`);
}

function dateUnit(given: string | undefined, pattern: DatePattern, name: string): DateUnit {
  if (given === undefined) {
    if (['days', 'months', 'years'].includes(pattern.precision)) return pattern.precision;
    throw new Error(`Invalid partition projection: the table property ${name} is missing`);
  }
  const unit = unitOf(given);
  if (unit === undefined) throw invalid(name, given);
  return unit;
}

function invalid(name: string, value: string): Error {
  return new Error(`Invalid partition projection: ${name} ${value} is not valid`);
}

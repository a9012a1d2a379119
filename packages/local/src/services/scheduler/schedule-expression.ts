import { cronFields, fieldValues } from './cron-fields.ts';

/** When a schedule is due. */
export interface ScheduleTimes {
  /** Every so often, rather than at times of the day. */
  readonly isInterval: boolean;
  /** The first time after `after`, in milliseconds since the epoch. Undefined: never again. */
  next(after: number): number | undefined;
}

const minute = 60_000;
const units: Readonly<Record<string, number>> = { minute, hour: 60 * minute, day: 24 * 60 * minute };

/** No combination of day, month and weekday is further away than a leap year's, over a century without one. */
const maxSearchDays = 366 * 9;

/**
 * `rate(value unit)` and `cron(minutes hours day-of-month month day-of-week year)`, in UTC.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * Throws, naming it, for what is not valid or not supported here: `at(…)`, and L, W and # of cron.
 */
export function scheduleTimes(expression: string): ScheduleTimes {
  const [, kind, body = ''] = /^(rate|cron)\(([^()]*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return rate(body, expression);
  if (kind === 'cron') return cron(body, expression);
  throw new Error(`${expression} is not supported here: there are rate(value unit) and cron(six fields)`);
}

function rate(body: string, expression: string): ScheduleTimes {
  const [, value, unit = ''] = /^(\d+)\s+(minute|hour|day)s?$/.exec(body.trim()) ?? [];
  const milliseconds = Number(value) * (units[unit] ?? Number.NaN);
  if (!(milliseconds > 0)) {
    throw new Error(`${expression} is not valid: rate takes a positive whole number and minutes, hours or days`);
  }
  return { isInterval: true, next: (after) => after + milliseconds };
}

function cron(body: string, expression: string): ScheduleTimes {
  const texts = body.trim().split(/\s+/);
  if (texts.length !== cronFields.length) throw new Error(`${expression} is not valid: cron takes six fields`);
  const [minutes, hours, daysOfMonth, months, daysOfWeek, years] = cronFields.map((field, index) =>
    fieldValues(texts[index] ?? '', field),
  );
  if ((daysOfMonth === undefined) === (daysOfWeek === undefined)) {
    throw new Error(`${expression} is not valid: one of day of month and day of week must be ?, and only one`);
  }
  const isDue = (field: ReadonlySet<number> | undefined, value: number) => field?.has(value) ?? true;
  const isDayDue = (day: Date) =>
    isDue(years, day.getUTCFullYear()) &&
    isDue(months, day.getUTCMonth() + 1) &&
    isDue(daysOfMonth, day.getUTCDate()) &&
    isDue(daysOfWeek, day.getUTCDay() + 1);
  return {
    isInterval: false,
    next(after) {
      const first = (Math.floor(after / minute) + 1) * minute;
      const midnight = Math.floor(first / (24 * 60 * minute)) * 24 * 60 * minute;
      for (let day = 0; day < maxSearchDays; day++) {
        const start = midnight + day * 24 * 60 * minute;
        if (!isDayDue(new Date(start))) continue;
        for (let inDay = 0; inDay < 24 * 60; inDay++) {
          const time = start + inDay * minute;
          if (time >= first && isDue(hours, Math.floor(inDay / 60)) && isDue(minutes, inDay % 60)) return time;
        }
      }
      return undefined;
    },
  };
}

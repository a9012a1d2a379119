import { firstDeployment } from '../../../functions/event/first-deployment.ts';
import { millisecondsPerDay } from '../../../functions/event/utc-time.ts';

type Parameters = Readonly<Record<string, string>>;

/** A partition key whose values Athena works out, and the Glue parameters by which it does. */
export interface ProjectedKey {
  readonly name: string;
  readonly comment: string;
  readonly parameters: Parameters;
}

/**
 * Days, so that rows are there as soon as their file is: no crawler, no MSCK REPAIR. An event may be an hour ahead of
 * the clock, hence the day after today. `maxAgeDays`: how many days before it was received the oldest row may lie; every
 * empty day before that would cost a listing.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export function projectedDays(name: string, maxAgeDays: number): ProjectedKey {
  const firstDay = new Date(firstDeployment - maxAgeDays * millisecondsPerDay).toISOString().slice(0, 10);
  return {
    name,
    comment: 'Day in UTC, YYYY-MM-DD',
    parameters: {
      [`projection.${name}.type`]: 'date',
      [`projection.${name}.format`]: 'yyyy-MM-dd',
      [`projection.${name}.range`]: `${firstDay},NOW+1DAYS`,
    },
  };
}

/** Hours of the last `days` days, to the one after this: clocks of several machines name the folders. */
export function projectedHours(name: string, days: number): ProjectedKey {
  return {
    name,
    comment: 'Hour in UTC, YYYY-MM-DD-HH',
    parameters: {
      [`projection.${name}.type`]: 'date',
      [`projection.${name}.format`]: 'yyyy-MM-dd-HH',
      [`projection.${name}.interval`]: '1',
      [`projection.${name}.interval.unit`]: 'HOURS',
      [`projection.${name}.range`]: `NOW-${days}DAYS,NOW+1HOURS`,
    },
  };
}

/** The parameters of a table whose folders below `location` (`s3://bucket/folder/`) are `key=value/` for each key. */
export function projection(location: string, keys: readonly ProjectedKey[]): Parameters {
  if (keys.length === 0) return {};
  return {
    'projection.enabled': 'true',
    ...Object.assign({}, ...keys.map(({ parameters }) => parameters)),
    'storage.location.template': `${location}${keys.map(({ name }) => `${name}=\${${name}}/`).join('')}`,
  };
}

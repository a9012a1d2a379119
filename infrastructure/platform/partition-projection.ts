/** Before the first deployment by more than `maxEventAgeDays` there can be no event; every empty day costs a listing. */
const firstDeployment = Date.UTC(2025, 0, 1);
const dayMilliseconds = 24 * 60 * 60 * 1000;

export interface DayProjection {
  readonly column: string;
  /** `s3://bucket/folder/` */
  readonly location: string;
  /** How many days before it was received the oldest row may lie. */
  readonly maxAgeDays: number;
}

/**
 * Glue parameters by which Athena works out a table's days, so that rows are there as soon as their file is: no
 * crawler, no MSCK REPAIR. An event may be an hour ahead of the clock, hence the day after today.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export function dayProjection({ column, location, maxAgeDays }: DayProjection): Readonly<Record<string, string>> {
  const firstDay = new Date(firstDeployment - maxAgeDays * dayMilliseconds).toISOString().slice(0, 10);
  return {
    'projection.enabled': 'true',
    [`projection.${column}.type`]: 'date',
    [`projection.${column}.format`]: 'yyyy-MM-dd',
    [`projection.${column}.range`]: `${firstDay},NOW+1DAYS`,
    'storage.location.template': `${location}${column}=\${${column}}/`,
  };
}

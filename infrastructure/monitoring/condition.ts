/** When somebody is told, how urgent it is, and what to do. A construct exposes the conditions of what it makes. */
export interface Condition {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Average' | 'Maximum' | 'Minimum';
  /** The alarm fires above this value, or as `comparison` says. */
  readonly threshold: number;
  /**
   * Default: `above`. `below`: missing data fires as well. `increase`: of a metric that only counts up, by more than the
   * threshold between two periods.
   */
  readonly comparison?: 'above' | 'below' | 'increase';
  /** Default: 5. */
  readonly periodMinutes?: number;
  /** For how many periods in a row. */
  readonly periods: number;
  /** `critical`: events are not taken, are late or may be lost. `warning`: something is slower or will be a problem soon. */
  readonly severity: 'critical' | 'warning';
  /** One sentence: what is wrong. */
  readonly problem: string;
  /** Where to look and what to do. */
  readonly action: string;
}

/** By the name of the alarm. */
export type Conditions = Readonly<Record<string, Condition>>;

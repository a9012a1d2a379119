import { metricLine } from './metric-line.ts';

/** Watched by the alarm on a missing backup. */
export const backupsDone = 'BackupsDone';

export interface Backup {
  readonly backup: string;
  readonly state: string;
}

/** `now` in milliseconds since the epoch. */
export function backupLine({ backup, state }: Backup, functionName: string, now: number): string {
  return metricLine({
    timestamp: now,
    dimensions: { Function: functionName },
    // A backup that takes longer than the function may run has begun; its end is not seen here.
    metrics: { [backupsDone]: [1, 'Count'] },
    details: { backup, state },
  });
}

import type { BackupResult } from './backup-clickhouse.ts';

/** Counted for the alarm that rings when there was no backup. */
export const backupsDone = 'BackupsDone';

/** A line of CloudWatch's embedded metric format. `now` in milliseconds since the epoch. */
export function backupLine({ backup, state }: BackupResult, functionName: string, now: number): string {
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        { Namespace: 'GameAnalytics', Dimensions: [['Function']], Metrics: [{ Name: backupsDone, Unit: 'Count' }] },
      ],
    },
    Function: functionName,
    // One that takes longer than the function may run has begun, and no more is known of it here.
    [backupsDone]: 1,
    backup,
    state,
  });
}

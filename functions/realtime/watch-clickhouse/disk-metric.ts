/** For the alarms that ring when the disk is nearly full, and when nobody could say. */
export const diskUsed = 'ClickHouseDiskUsed';

/** A line of CloudWatch's embedded metric format. `now` in milliseconds since the epoch. */
export function diskLine(percent: number, functionName: string, now: number): string {
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        { Namespace: 'GameAnalytics', Dimensions: [['Function']], Metrics: [{ Name: diskUsed, Unit: 'Percent' }] },
      ],
    },
    Function: functionName,
    [diskUsed]: Math.round(percent * 10) / 10,
  });
}

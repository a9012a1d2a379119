import { metricLine } from './metric-line.ts';

/** Watched by the alarms on a nearly full disk and on a missing measurement. */
export const diskUsed = 'ClickHouseDiskUsed';

/** `now` in milliseconds since the epoch. */
export function diskLine(percent: number, functionName: string, now: number): string {
  return metricLine({
    timestamp: now,
    dimensions: { Function: functionName },
    metrics: { [diskUsed]: [Math.round(percent * 10) / 10, 'Percent'] },
  });
}

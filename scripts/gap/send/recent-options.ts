import type { Command } from 'commander';
import { EventTimes } from './event-times.ts';
import type { EventSource } from './read-events.ts';

export interface RecentOptions {
  readonly recent?: boolean;
  readonly compressTime?: boolean;
}

/** `MAX_EVENT_AGE_DAYS` of config.yaml, unless a deployment has another. */
const defaultMaxAgeDays = 30;

export function addRecentOptions(command: Command): Command {
  return command
    .option(
      '--recent',
      'shift all times by the same whole number of days, so that the last event is within the past 24 hours; sent_at is the time of sending',
    )
    .option('--compress-time', 'like --recent, and squeeze a recording that is too long into the accepted age');
}

export function readTimes(
  source: EventSource,
  options: RecentOptions,
  maxAgeDays = defaultMaxAgeDays,
): Promise<EventTimes> {
  const { recent, compressTime } = options;
  if (compressTime) return EventTimes.recent(source.events(), Date.now, maxAgeDays - 2);
  return recent ? EventTimes.recent(source.events(), Date.now) : Promise.resolve(new EventTimes());
}

/** What is said about a recording that is longer than the accepted age. */
export function recordingNote(
  { spanSeconds }: EventTimes,
  { recent, compressTime }: RecentOptions,
  maxAgeDays = defaultMaxAgeDays,
): string | undefined {
  const days = spanSeconds / 86_400;
  if (!recent || compressTime || days <= maxAgeDays - 1) return undefined;
  const excess = Math.ceil(days - maxAgeDays + 1);
  return `the recording is ${Math.ceil(days)} days long: events of its first ${excess} days are out of range; --compress-time squeezes it into ${maxAgeDays - 2} days`;
}

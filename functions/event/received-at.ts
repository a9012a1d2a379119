import { firstDeployment } from './first-deployment.ts';
import { millisecondsPerDay } from './utc-time.ts';

const clockSkewMilliseconds = 60_000;

/**
 * When the pipeline received a record, in milliseconds since the epoch: the API's request time where the record has
 * one, else the time at which the stream or Firehose took it (`arrival`).
 *
 * Producers with IAM access write to the stream themselves and can put any request time into a record. It is believed
 * from a minute after the arrival (clocks differ) back to the greatest age of an event before it; that of a record that
 * is replayed back to the first day of the tables. So no record reaches a partition outside of them, whatever it says.
 */
export function receivedAt(
  requestTimeEpoch: unknown,
  arrival: number,
  maxEventAgeDays: number,
  replayed: boolean,
): number {
  if (typeof requestTimeEpoch !== 'number') return arrival;
  const earliest = replayed ? firstDeployment : arrival - maxEventAgeDays * millisecondsPerDay;
  const believable = requestTimeEpoch >= earliest && requestTimeEpoch <= arrival + clockSkewMilliseconds;
  return believable ? Math.floor(requestTimeEpoch) : arrival;
}

import type { Context, FirehoseTransformationEvent, FirehoseTransformationResult } from 'aws-lambda';
import type { Applications } from '../../event/applications.ts';
import type { Judging } from '../../event/environment.ts';
import { transformEvents } from './transform-events.ts';

export interface HandleOptions {
  readonly applications: Applications;
  readonly judging: Judging;
  readonly now: () => number;
  /** Takes one line of the function's log. */
  readonly log: (line: string) => void;
}

/** Kept back of the function's time, to write the answer after a look-up that took long. */
const reserveMilliseconds = 3000;

/**
 * How long applications are looked up before the batch fails: Firehose tries a failed batch again, 3 times by default, so that
 * a longer wait only keeps the buffers behind it waiting.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 */
const maxLookUpMilliseconds = 10_000;

/**
 * The transform behind Firehose's event shape. Logs what became of the batch as metrics; a failed look-up by its error's name.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
 *
 * Throws when the applications could not be looked up in time: Firehose tries the batch again (3
 * times, unless it is configured otherwise) and then puts it under the error prefix.
 */
export async function handle(
  event: Pick<FirehoseTransformationEvent, 'records'>,
  context: Pick<Context, 'getRemainingTimeInMillis' | 'functionName'>,
  { applications, judging, now, log }: HandleOptions,
): Promise<FirehoseTransformationResult> {
  const usable = context.getRemainingTimeInMillis() - reserveMilliseconds;
  const deadline = now() + Math.min(maxLookUpMilliseconds, usable);
  try {
    const { result, tally } = await transformEvents(event.records, {
      knownApplication: applications.known,
      findApplications: (ids) => applications.find(ids, deadline),
      judging,
      now: now(),
    });
    for (const line of tally.lines(now(), context.functionName)) log(line);
    return result;
  } catch (error) {
    const name = error instanceof Error ? error.name : 'UnknownError';
    log(JSON.stringify({ level: 'error', message: 'The batch failed', error: name }));
    throw error;
  }
}

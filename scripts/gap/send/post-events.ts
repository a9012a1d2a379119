import { causeOf, parseAnswer } from '../connection.ts';
import { NotReachable, Refused } from '../errors.ts';

/** One event of the input: its text as it will be sent, and where it stood. */
export interface InputEvent {
  readonly text: string;
  /** 1-based line of an NDJSON file, or position in an array. */
  readonly position: number;
}

export interface Destination {
  /** API URL with the stage; replaced when the pipeline came back under another address. */
  api: string;
  readonly applicationId: string;
  readonly key: string;
  /** Where the pipeline is now; undefined while it does not run. */
  readonly locate?: () => Promise<string | undefined>;
  /** Whether it has ever answered: then it is waited for longer. */
  hasAnswered?: boolean;
}

/** What became of a batch: how many are stored, and which could not be, with the API's reason. */
export interface BatchResult {
  readonly accepted: number;
  readonly refused: readonly { readonly event: InputEvent; readonly reason: string }[];
  /** The API's clock at its first answer, milliseconds since the epoch. */
  readonly serverTime: number;
}

interface EventsAnswer {
  Events: { Result: 'Ok' | 'Error'; ErrorCode?: string }[];
}

/** With the pauses between them about half a minute: a pipeline that was killed has started again by then. */
const attempts = 10;
/** About five seconds for one that was not there in the first place. */
const firstAttempts = 5;
const firstPauseMilliseconds = 200;
const maxPauseMilliseconds = 10_000;

/**
 * Posts events and retries what failed, and only that: single events that the stream refused, whole requests that
 * were throttled, met a fault or were not answered. A request that the API refuses as a whole is halved until the
 * event that it objects to stands alone. Throws Refused for 401 and 403, NotReachable when nothing ever answers.
 */
export async function postEvents(destination: Destination, events: readonly InputEvent[]): Promise<BatchResult> {
  let pending = events;
  let accepted = 0;
  let reason = '';
  let serverTime = 0;
  for (let attempt = 0; pending.length > 0 && attempt < attempts; attempt++) {
    if (attempt > 0) await pause(attempt);
    const answer = await post(destination, pending);
    if (answer.kind === 'none') {
      reason = answer.reason;
      if (attempt + 1 >= (destination.hasAnswered ? attempts : firstAttempts)) throw new NotReachable(reason);
      destination.api = (await destination.locate?.()) ?? destination.api;
      continue;
    }
    destination.hasAnswered = true;
    serverTime ||= answer.serverTime;
    if (answer.kind === 'whole') {
      reason = answer.reason;
      if (answer.retry) continue;
      if (pending.length === 1) break;
      const middle = Math.ceil(pending.length / 2);
      const halves = [
        await postEvents(destination, pending.slice(0, middle)),
        await postEvents(destination, pending.slice(middle)),
      ];
      const refused = halves.flatMap((half) => half.refused);
      return { accepted: accepted + pending.length - refused.length, refused, serverTime };
    }
    const failed = pending.filter((_, index) => answer.errors[index] !== undefined);
    accepted += pending.length - failed.length;
    reason = answer.errors.find((error) => error !== undefined) ?? '';
    pending = failed;
  }
  return { accepted, refused: pending.map((event) => ({ event, reason })), serverTime };
}

type Answer =
  | { kind: 'none'; reason: string }
  | { kind: 'each'; errors: (string | undefined)[]; serverTime: number }
  | { kind: 'whole'; reason: string; retry: boolean; serverTime: number };

async function post({ api, applicationId, key }: Destination, events: readonly InputEvent[]): Promise<Answer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${api}/applications/${encodeURIComponent(applicationId)}/events`, {
      method: 'POST',
      headers: { authorization: key, 'content-type': 'application/json' },
      body: `{"events":[${events.map((event) => event.text).join(',')}]}`,
    });
    text = await response.text();
  } catch (error) {
    return { kind: 'none', reason: `${api} is not reachable: ${causeOf(error)}` };
  }
  const serverTime = Date.parse(response.headers.get('date') ?? '') || Date.now();
  if (response.ok) {
    const { Events } = (parseAnswer(text) ?? {}) as Partial<EventsAnswer>;
    if (Events?.length !== events.length) {
      return { kind: 'whole', reason: 'the answer does not say what became of each event', retry: true, serverTime };
    }
    return {
      kind: 'each',
      errors: Events.map((one) => (one.Result === 'Ok' ? undefined : (one.ErrorCode ?? 'Error'))),
      serverTime,
    };
  }
  const refusal = new Refused(response.status, parseAnswer(text));
  if (response.status === 401 || response.status === 403) throw refusal;
  const retry = response.status === 429 || response.status >= 500;
  return { kind: 'whole', reason: refusal.message, retry, serverTime };
}

/** Exponential backoff with equal jitter. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
async function pause(attempt: number): Promise<void> {
  const longest = Math.min(maxPauseMilliseconds, firstPauseMilliseconds * 2 ** attempt);
  await new Promise((resolve) => setTimeout(resolve, (0.5 + Math.random() / 2) * longest));
}

import { causeOf } from '../connection.ts';
import { NotReachable, Refused } from '../errors.ts';

/** One event of the input: its text as it will be sent, and where it stood. */
export interface InputEvent {
  readonly text: string;
  /** 1-based line of an NDJSON file, or position in an array. */
  readonly position: number;
}

export interface Destination {
  readonly api: string;
  readonly applicationId: string;
  readonly key: string;
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

const attempts = 8;
const firstPauseMilliseconds = 200;
const longestPauseMilliseconds = 10_000;

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
  for (let attempt = 0; attempt < attempts && pending.length > 0; attempt++) {
    if (attempt > 0) await pause(attempt, reason);
    const answer = await post(destination, pending);
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
    return { kind: 'whole', reason: `not reachable: ${causeOf(error)}`, retry: true, serverTime: 0 };
  }
  const serverTime = Date.parse(response.headers.get('date') ?? '') || Date.now();
  if (response.ok) {
    const { Events } = JSON.parse(text) as EventsAnswer;
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

function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Exponential backoff with full jitter. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
async function pause(attempt: number, reason: string): Promise<void> {
  if (attempt === attempts - 1 && reason.startsWith('not reachable')) throw new NotReachable(reason);
  const longest = Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** attempt);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
}

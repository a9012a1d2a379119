import { request } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import type {
  CloudFormationCustomResourceResponse as Answer,
  CloudFormationCustomResourceEvent,
  Context,
} from 'aws-lambda';
import { errorMessage } from '../schemas/error-message.ts';

/** What CloudFormation asks for. It sends every scalar of the template as text: `"true"`, `"5"`. */
export interface CustomResourceRequest<P> {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResourceProperties: P;
  /** Of an update. */
  readonly OldResourceProperties?: P;
  /** Of an update and a delete. */
  readonly PhysicalResourceId?: string;
}

export interface CustomResourceResult {
  /** An update that answers another one than before has replaced the resource: a delete of the old one follows. */
  readonly physicalResourceId: string;
  /** What `Fn::GetAtt` answers. Everybody who can see the stack can read it. */
  readonly data?: Readonly<Record<string, string>>;
}

/**
 * A create that failed is followed by a delete with the id that it answered. This one says that there is nothing to
 * delete: `handle` never made an id that it could take apart.
 */
const nothingMade = 'nothing-was-created';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
const maxAnswerBytes = 4096;
const maxReasonLength = 500;

/** What is left to answer in before Lambda ends the function: without an answer the stack waits for an hour. */
const answerMilliseconds = 5000;
const sendAttempts = 4;

/** A Lambda handler that runs `handle` and answers CloudFormation: FAILED, with the error's message, when it throws. */
export function customResource<P>(
  handle: (request: CustomResourceRequest<P>) => Promise<CustomResourceResult>,
  put: (url: string, body: string) => Promise<void> = putByHttps,
): (event: CloudFormationCustomResourceEvent<P>, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<void> {
  return async (event, context) => {
    const { StackId, RequestId, LogicalResourceId, ResponseURL } = event;
    const about = { StackId, RequestId, LogicalResourceId };
    const fail = (error: unknown): Answer => {
      const reason = reasonOf(error);
      // With the places of the code, but not with the message as it is: a log is read by more people than a secret.
      console.error([`${event.RequestType} of ${LogicalResourceId}: ${reason}`, ...placesOf(error)].join('\n'));
      return { Status: 'FAILED', Reason: reason, PhysicalResourceId: idOf(event) ?? nothingMade, ...about };
    };
    let answer: Answer;
    try {
      const { physicalResourceId, data } = await inTime(() => run(handle, event), context);
      answer = { Status: 'SUCCESS', PhysicalResourceId: physicalResourceId, Data: { ...data }, ...about };
      const bytes = Buffer.byteLength(JSON.stringify(answer));
      if (bytes > maxAnswerBytes) throw new Error(`the answer has ${bytes} bytes, more than ${maxAnswerBytes}`);
    } catch (error) {
      answer = fail(error);
    }
    await insist(() => put(ResponseURL, JSON.stringify(answer)));
  };
}

async function run<P>(
  handle: (request: CustomResourceRequest<P>) => Promise<CustomResourceResult>,
  event: CloudFormationCustomResourceEvent<P>,
): Promise<CustomResourceResult> {
  const { RequestType, ResourceProperties } = event;
  const physicalResourceId = idOf(event);
  if (RequestType === 'Delete' && physicalResourceId === nothingMade) return { physicalResourceId: nothingMade };
  return handle({
    RequestType,
    ResourceProperties,
    ...(physicalResourceId !== undefined && { PhysicalResourceId: physicalResourceId }),
    ...('OldResourceProperties' in event && { OldResourceProperties: event.OldResourceProperties }),
  });
}

function idOf(event: CloudFormationCustomResourceEvent<unknown>): string | undefined {
  return 'PhysicalResourceId' in event ? event.PhysicalResourceId : undefined;
}

/** Fails while there is still time to say so. */
async function inTime<T>(work: () => Promise<T>, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<T> {
  const over = new AbortController();
  const milliseconds = Math.max(0, context.getRemainingTimeInMillis() - answerMilliseconds);
  const late = async (): Promise<never> => {
    await setTimeout(milliseconds, undefined, { signal: over.signal });
    throw new Error(`not done after ${Math.round(milliseconds / 1000)} seconds`);
  };
  try {
    return await Promise.race([work(), late()]);
  } finally {
    over.abort();
  }
}

/** The first line of the message, without what stands for a password or a key in addresses, assignments and PEM. */
function reasonOf(error: unknown): string {
  const [line = ''] = errorMessage(error).trim().split('\n');
  const safe = line
    .replace(/(:\/\/)[^\s/@]*:[^\s/]*@/g, '$1…@')
    .replace(
      /((?:password|passwd|secret|token|authorization|private.?key)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|\S+)/gi,
      '$1…',
    )
    .replace(/-----BEGIN .*/s, '…');
  return safe.slice(0, maxReasonLength) || 'it failed without a reason: see the log of its function';
}

function placesOf(error: unknown): string[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return lines.filter((line) => /^ {4}at /.test(line));
}

async function insist(send: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (attempt === sendAttempts) throw error;
      await setTimeout(100 * 2 ** attempt);
    }
  }
}

/** The address is signed for a PUT with an empty content type. */
function putByHttps(url: string, body: string): Promise<void> {
  const { hostname, port, pathname, search } = new URL(url);
  const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path: pathname + search, method: 'PUT', headers };
    const sending = request(options, (response) => {
      response.resume();
      const { statusCode = 0 } = response;
      if (statusCode < 300) resolve();
      else reject(new Error(`CloudFormation's answer address answered ${statusCode}`));
    });
    sending.on('error', reject);
    sending.write(body);
    sending.end();
  });
}

import type { Refusal, RefusalKind } from '../responses/refusal.ts';
import type { CallContext } from './call-context.ts';
import type { Payload } from './payload.ts';

/** One HTTP request as it was received. */
export interface HttpRequest {
  readonly method: string;
  /** As sent, with the stage, without the query. */
  readonly rawPath: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  /** Names in lower case; repeated ones joined. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Names and values in turn, as sent. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly protocol: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

export type Outcome = Answer | Refusal;

export function isRefusal<T extends object>(outcome: T | Refusal): outcome is Refusal {
  return 'refused' in outcome;
}

export interface Parameters {
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  /** By the name as it was sent. */
  readonly header: Readonly<Record<string, string>>;
}

/** One step of a call's way. What it answers ends the call; undefined passes it on. */
export type Handler = (call: Call) => Promise<Outcome | undefined> | Outcome | undefined;

/** How a method makes sure of its caller; undefined lets the call pass. May add to `$context`. */
export type Authorize = (call: Call) => Promise<Refusal | undefined> | Refusal | undefined;
export type Validate = (call: Call) => Refusal | undefined;
export type Integrate = (call: Call) => Promise<Outcome> | Outcome;

/** One method of one resource, compiled. */
export interface Method {
  readonly path: string;
  readonly resourceId: string;
  readonly authorize: Authorize | undefined;
  readonly validate: Validate;
  readonly integrate: Integrate;
}

/** One request on its way through one method. */
export interface Call {
  readonly request: HttpRequest;
  /** Why its body is not what was sent: it could not be read. */
  readonly unread: RefusalKind | undefined;
  /** What follows the stage, as sent. */
  readonly path: string;
  /** Once it is found. */
  method?: Method;
  /** The request's body, read; once it is decompressed, as the integration gets it. */
  payload: Payload;
  readonly context: CallContext;
  readonly parameters: Parameters;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** `arn:aws:execute-api:…:API/STAGE/METHOD/path`, the path as sent. */
  readonly methodArn: string;
}

/** Header by name, whatever its case. */
export function headerOf(request: HttpRequest, name: string): string | undefined {
  return request.headers[name.toLowerCase()];
}

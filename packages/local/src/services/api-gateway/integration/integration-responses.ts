import type { JsonTree } from '../../../json-text/json-tree.ts';
import { type LinearPattern, linearPattern } from '../../../linear-pattern.ts';
import type { JsonObject } from '../../json-object.ts';
import type { Call, Outcome } from '../call/call.ts';
import { compileMapping } from '../call/substitution.ts';
import { objectAt, onlyKnown, optionalTextAt, textsAt } from '../definition/json.ts';
import { statusAt, withoutControlCharacters } from '../responses/gateway-responses.ts';
import { refuse } from '../responses/refusal.ts';
import { compileTemplates, type MappingTemplates } from './templates.ts';

/** What an integration answered, before it is mapped. */
export interface Backend {
  /** JSON text. */
  readonly text: string;
  /** Its values, where they are known without reading it. */
  readonly json?: JsonTree | undefined;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

interface IntegrationResponse {
  /** Undefined: the default. */
  readonly pattern: LinearPattern | undefined;
  readonly status: number;
  readonly headers: readonly { name: string; value: (call: Call, backend: Backend) => string | undefined }[];
  readonly templates: MappingTemplates;
}

/**
 * `responses` of an integration, compiled: by a pattern for the whole of the backend's status code or a function's
 * error message, or `default`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration-responses.html
 */
export class IntegrationResponses {
  readonly #responses: readonly IntegrationResponse[];

  constructor(source: unknown, where: string) {
    this.#responses = Object.entries(objectAt(source, `${where} responses`)).map(([pattern, value]) =>
      compile(pattern, objectAt(value, where), `${where} response ${pattern}`),
    );
  }

  /** `subject` is the status code, or a function's error message, which is empty when there is none. */
  answer(subject: string, backend: Backend, call: Call): Outcome {
    const response =
      this.#responses.find(({ pattern }) => pattern?.test(subject)) ??
      this.#responses.find(({ pattern }) => pattern === undefined);
    if (!response) {
      const detail = `no integration response for ${JSON.stringify(subject.slice(0, 100))}`;
      return refuse('API_CONFIGURATION_ERROR', { detail });
    }
    const [type = 'application/json'] = response.templates.has('application/json') ? [] : response.templates.keys();
    const template = response.templates.get(type);
    const headers: Record<string, string> = { 'Content-Type': type };
    for (const { name, value } of response.headers) {
      const text = value(call, backend);
      if (text !== undefined) setHeader(headers, name, text);
    }
    // A copy of its own: what the template overrides is for this answer only.
    const context = { ...call.context, responseOverride: {} as { status?: unknown; header?: Record<string, unknown> } };
    const body = template ? template.render({ ...call, context }, backend) : backend.text;
    if (typeof body !== 'string') return refuse('API_CONFIGURATION_ERROR', { detail: body.detail });
    for (const [name, value] of Object.entries(context.responseOverride.header ?? {}))
      setHeader(headers, name, String(value));
    const override = Number(context.responseOverride.status ?? response.status);
    const status = Number.isInteger(override) && override >= 200 && override <= 599 ? override : response.status;
    return { status, headers, body };
  }
}

/** The name as it is known wins, so that `content-type` replaces `Content-Type`. */
function setHeader(headers: Record<string, string>, name: string, value: string): void {
  const known = Object.keys(headers).find((header) => header.toLowerCase() === name.toLowerCase());
  headers[known ?? name] = withoutControlCharacters(value);
}

function compile(pattern: string, source: JsonObject, where: string): IntegrationResponse {
  onlyKnown(source, ['statusCode', 'responseTemplates', 'responseParameters', 'selectionPattern'], where);
  const selection = optionalTextAt(source.selectionPattern, where) ?? pattern;
  return {
    pattern: pattern === 'default' ? undefined : linearPattern(`(?s)^(?:${selection})$`),
    status: statusAt(source.statusCode, where),
    headers: Object.entries(textsAt(source.responseParameters, where)).map(([target, expression]) => {
      const name = /^method\.response\.header\.([A-Za-z0-9!#$%&'*+.^_`|~-]+)$/.exec(target)?.[1];
      if (name === undefined) throw new Error(`${where}: ${target} not supported`);
      return { name, value: headerValue(expression, `${where} ${target}`) };
    }),
    templates: compileTemplates(source.responseTemplates, where),
  };
}

function headerValue(expression: string, where: string): (call: Call, backend: Backend) => string | undefined {
  const header = /^integration\.response\.header\.(.+)$/.exec(expression)?.[1]?.toLowerCase();
  if (header !== undefined) return (_, backend) => backend.headers?.[header];
  const value = compileMapping(expression, where);
  return (call) => value(call);
}

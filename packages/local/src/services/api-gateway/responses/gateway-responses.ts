import type { Answer } from '../call/call.ts';
import { compileMapping, compileSubstitution, type Scope } from '../call/substitution.ts';
import { objectAt, onlyKnown, textAt, textsAt } from '../definition/json.ts';
import { isRefusalKind, type Refusal, refusalKinds } from './refusal.ts';

interface GatewayResponse {
  readonly status: number | undefined;
  readonly headers: readonly { name: string; value: (scope: Scope) => string | undefined }[];
  readonly templates: ReadonlyMap<string, (scope: Scope) => string>;
}

const defaultTemplate = compileSubstitution('{"message":$context.error.messageString}', { json: true, unset: 'null' });

/**
 * `x-amazon-apigateway-gateway-responses`. A kind that is not customized takes the headers and the body of DEFAULT_4XX
 * or DEFAULT_5XX.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export class GatewayResponses {
  readonly #responses = new Map<string, GatewayResponse>();

  constructor(source: unknown) {
    for (const [kind, value] of Object.entries(objectAt(source, 'x-amazon-apigateway-gateway-responses'))) {
      const where = `gateway response ${kind}`;
      if (!isRefusalKind(kind)) {
        throw new Error(`${where} is not known; known are ${Object.keys(refusalKinds).join(', ')}`);
      }
      const response = objectAt(value, where);
      onlyKnown(response, ['statusCode', 'responseParameters', 'responseTemplates'], where);
      this.#responses.set(kind, {
        status: response.statusCode === undefined ? undefined : statusAt(response.statusCode, where),
        headers: Object.entries(textsAt(response.responseParameters, where)).map(([name, expression]) => ({
          name: headerName(name, where),
          value: compileMapping(expression, `${where} ${name}`),
        })),
        templates: new Map(
          Object.entries(objectAt(response.responseTemplates, where)).map(([type, template]) => [
            type,
            compileSubstitution(textAt(template, `${where} ${type}`), { json: isJson(type), unset: '' }),
          ]),
        ),
      });
    }
  }

  /** Sets `$context.error` and answers. */
  render(refusal: Refusal, scope: Scope): Answer {
    const { message, refused, validationErrorString } = refusal;
    scope.context.error = {
      message,
      messageString: JSON.stringify(message),
      responseType: refused,
      ...(validationErrorString !== undefined && { validationErrorString }),
    };
    const byDefault = refusal.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
    const response = this.#responses.get(refused) ?? this.#responses.get(byDefault);
    const headers: Record<string, string> = { 'x-amzn-ErrorType': refusal.errorType };
    for (const { name, value } of response?.headers ?? []) {
      const text = value(scope);
      if (text !== undefined) headers[name] = withoutControlCharacters(text);
    }
    const type = chooseType(response?.templates, scope.request.headers.accept);
    headers['Content-Type'] ??= type;
    const template = response?.templates.get(type) ?? defaultTemplate;
    return { status: response?.status ?? refusal.status, headers, body: template(scope) };
  }
}

/** The type that the client asks for by name, else JSON, else the first there is. */
function chooseType(templates: ReadonlyMap<string, unknown> | undefined, accept: string | undefined): string {
  if (!templates || templates.size === 0) return 'application/json';
  for (const wish of accept?.split(',') ?? []) {
    const type = wish.split(';')[0]?.trim() ?? '';
    if (templates.has(type)) return type;
  }
  const [first = 'application/json'] = templates.keys();
  return templates.has('application/json') ? 'application/json' : first;
}

function headerName(parameter: string, where: string): string {
  const name = /^gatewayresponse\.header\.([A-Za-z0-9!#$%&'*+.^_`|~-]+)$/.exec(parameter)?.[1];
  if (name === undefined) throw new Error(`${where}: ${parameter} not supported`);
  return name;
}

export function statusAt(value: unknown, where: string): number {
  const status = Number(value);
  if (Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new Error(`${where}: statusCode must be an HTTP status, not ${JSON.stringify(value)}`);
}

function isJson(type: string): boolean {
  return /[/+]json\b/.test(type);
}

/** So that no value can end its header and begin another. */
export function withoutControlCharacters(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, '').replace(/[^\u0009\u0020-\u00ff]/g, '?');
}

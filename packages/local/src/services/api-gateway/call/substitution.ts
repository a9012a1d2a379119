import { isObject } from '../../json-object.ts';
import { escapeJson } from '../definition/json.ts';
import type { HttpRequest, Parameters } from './call.ts';
import type { CallContext } from './call-context.ts';

/** What variables of gateway responses, header mappings and access log formats can speak of. */
export interface Scope {
  readonly context: CallContext;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly parameters: Parameters;
  readonly request: HttpRequest;
}

type Lookup = (scope: Scope) => unknown;

interface Variable {
  readonly lookup: Lookup;
  /** The value is JSON already: quoted and escaped. */
  readonly isJson: boolean;
}

const variables =
  /\$(context\.[A-Za-z0-9_]+(?:\.[A-Za-z0-9_-]*[A-Za-z0-9_])*|stageVariables\.[A-Za-z0-9_]+|method\.request\.(?:path|querystring|header)\.[A-Za-z0-9_.-]*[A-Za-z0-9_])/;

/**
 * Compiles a text with `$context.…`, `$stageVariables.…` and `$method.request.…`, which is not VTL: nothing but these
 * is replaced. In JSON each value is escaped as within a string, as API Gateway does (docs/decisions/02-api-gateway.md).
 * `unset` stands for what has no value.
 */
export function compileSubstitution(text: string, { json, unset }: { json: boolean; unset: string }) {
  const parts = text.split(variables).map((part, index) => (index % 2 === 0 ? part : variable(part)));
  return (scope: Scope): string => {
    let result = '';
    for (const part of parts) {
      if (typeof part === 'string') {
        result += part;
        continue;
      }
      const value = part.lookup(scope);
      const shown = value === undefined || value === null ? unset : asText(value);
      result += json && !part.isJson ? escapeJson(shown) : shown;
    }
    return result;
  };
}

/**
 * Compiles the value of a header mapping: `'static text'`, `method.request.header.X`, `context.X`, `stageVariables.X`.
 * Throws, naming it, for anything else. The result is undefined where there is no value.
 */
export function compileMapping(expression: string, where: string): (scope: Scope) => string | undefined {
  const literal = /^'(.*)'$/s.exec(expression)?.[1];
  if (literal !== undefined) return () => literal;
  if (`$${expression}`.replace(variables, '') !== '') throw new Error(`${where}: ${expression} not supported`);
  const { lookup } = variable(expression);
  return (scope) => {
    const value = lookup(scope);
    return value === undefined || value === null ? undefined : asText(value);
  };
}

function variable(name: string): Variable {
  const [root, ...path] = name.split('.');
  if (root === 'stageVariables')
    return { lookup: ({ stageVariables }) => stageVariables[path.join('.')], isJson: false };
  if (root === 'method') return { lookup: parameter(path[1] ?? '', path.slice(2).join('.')), isJson: false };
  return { lookup: ({ context }) => valueAt(context, path), isJson: path.join('.') === 'error.messageString' };
}

function parameter(place: string, name: string): Lookup {
  if (place === 'path') return ({ parameters }) => parameters.path[name];
  if (place === 'querystring') return ({ parameters }) => parameters.querystring[name];
  return ({ request }) => request.headers[name.toLowerCase()];
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const name of path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

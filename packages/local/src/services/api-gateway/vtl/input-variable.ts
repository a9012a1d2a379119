import { JsonPathError, type PathStep, parseJsonPath } from '../../../json-text/json-path.ts';
import { JsonText } from '../../../json-text/json-text.ts';
import { JsonTextError } from '../../../json-text/json-text-error.ts';
import type { JsonTree } from '../../../json-text/json-tree.ts';
import { HostMap } from './host-map.ts';
import { JsonValues } from './json-value.ts';
import { printJson } from './print.ts';
import { VtlList, VtlMap, type VtlObject, type VtlValue } from './values.ts';
import { BodyNotJsonError, VtlRenderError } from './vtl-error.ts';

/** The parameters of a request by where they stand; names are case-sensitive, as AWS documents. */
export interface Parameters {
  readonly path?: Readonly<Record<string, string>>;
  readonly querystring?: Readonly<Record<string, string>>;
  readonly header?: Readonly<Record<string, string>>;
}

/**
 * `$input` of
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#input-variable-reference.
 * The body is read when the template first asks for JSON, once. An empty body counts as `{}`.
 */
export class InputVariable implements VtlObject {
  readonly vtlObject = '$input';
  readonly #source: { readonly body: string };
  readonly #parameters: Parameters;
  #values: JsonValues | undefined;

  /** The source's body is asked for when the template asks for it, and not before. */
  constructor(source: { readonly body: string }, parameters: Parameters, json: JsonTree | undefined) {
    this.#source = source;
    this.#parameters = parameters;
    this.#values = json && new JsonValues(json);
  }

  property(name: string): VtlValue | undefined {
    return name === 'body' ? this.#source.body : undefined;
  }

  call(name: string, args: readonly VtlValue[]): VtlValue | undefined {
    const [argument] = args;
    if (name === 'params') return args.length < 2 ? this.#params(argument) : undefined;
    if (args.length !== 1 || typeof argument !== 'string') return undefined;
    if (name === 'json') return this.json(steps(argument));
    return name === 'path' ? this.path(steps(argument)) : undefined;
  }

  /** The original text of what the path names; `""` when there is nothing (AWS documents no answer for that). */
  json(path: readonly PathStep[]): string {
    const values = this.#read();
    if (values.changed) {
      const changed = this.#walk(path);
      return changed === undefined ? '""' : printJson(changed);
    }
    const node = values.json.find(path);
    return node === undefined ? '""' : values.json.slice(node);
  }

  /** The value that the path names, null when there is nothing. */
  path(path: readonly PathStep[]): VtlValue {
    const values = this.#read();
    if (values.changed) return this.#walk(path) ?? null;
    const node = values.json.find(path);
    return node === undefined ? null : values.value(node);
  }

  #params(name: VtlValue | undefined): VtlValue | undefined {
    const { path = {}, querystring = {}, header = {} } = this.#parameters;
    if (name === undefined) return new HostMap({ path, querystring, header });
    if (typeof name !== 'string') return undefined;
    const place = [path, querystring, header].find((candidate) => Object.hasOwn(candidate, name));
    return place?.[name] ?? '';
  }

  /** The way through the values instead of the text, for a template that has changed some. */
  #walk(path: readonly PathStep[]): VtlValue | undefined {
    const values = this.#read();
    let value: VtlValue | undefined = values.value(values.json.root);
    for (const step of path) {
      if (typeof step === 'string') value = value instanceof VtlMap && value.has(step) ? value.get(step) : undefined;
      else if (!(value instanceof VtlList)) value = undefined;
      else value = Math.abs(step) > value.size ? undefined : value.at(step < 0 ? value.size + step : step);
    }
    return value;
  }

  #read(): JsonValues {
    if (this.#values) return this.#values;
    const { body } = this.#source;
    try {
      this.#values = new JsonValues(new JsonText(body === '' ? '{}' : body));
    } catch (error) {
      if (!(error instanceof JsonTextError)) throw error;
      throw new BodyNotJsonError(`the body is ${error.message}`, { cause: error });
    }
    return this.#values;
  }
}

function steps(path: string): readonly PathStep[] {
  try {
    return parseJsonPath(path);
  } catch (error) {
    if (error instanceof JsonPathError) throw new VtlRenderError(error.message, { cause: error });
    throw error;
  }
}

import { print } from './print.ts';
import { Decimal, VtlList, type VtlValue } from './values.ts';
import { VtlRenderError } from './vtl-error.ts';

type OverrideValue = string | number | boolean | readonly OverrideValue[];

const page =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html';
const named = /^(requestOverride\.(header|path|querystring)|responseOverride\.header)$/;

/** The overrides that one rendering makes. */
export class Overrides {
  readonly #context: Record<string, unknown>;
  readonly #done = new Set<string>();

  constructor(context: Record<string, unknown>) {
    this.#context = context;
  }

  /**
   * Sets `$context.<path>`. Throws for what is no override, and for one that is set twice: AWS answers 5XX then
   * (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html).
   */
  set(path: readonly string[], value: VtlValue): void {
    const shown = `$context.${path.join('.')}`;
    const [kind = '', part = '', name] = path;
    const isNamed = path.length === 3 && named.test(`${kind}.${part}`);
    const isStatus = path.length === 2 && kind === 'responseOverride' && part === 'status';
    if (!isNamed && !isStatus) throw new VtlRenderError(`${shown} cannot be set: it is no override of ${page}`);
    const key = JSON.stringify(path);
    if (this.#done.has(key))
      throw new VtlRenderError(`${shown} is overridden twice; an override is final, see ${page}`);
    this.#done.add(key);
    const parent = child(this.#context, kind);
    if (name === undefined) define(parent, part, plain(value));
    else define(child(parent, part), name, plain(value));
  }
}

function child(parent: object, name: string): object {
  const known: unknown = Object.hasOwn(parent, name) ? Reflect.get(parent, name) : undefined;
  if (typeof known === 'object' && known !== null) return known;
  const made = {};
  define(parent, name, made);
  return made;
}

/** Defines rather than assigns: assigning to `__proto__` would change what the object inherits. */
function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}

function plain(value: VtlValue): OverrideValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Decimal) return value.value;
  if (value instanceof VtlList) return Array.from({ length: value.size }, (_, index) => plain(value.at(index)));
  return print(value);
}

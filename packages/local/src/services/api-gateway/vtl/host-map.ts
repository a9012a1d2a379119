import { ArrayList, Decimal, VtlMap, type VtlValue } from './values.ts';
import { VtlRenderError } from './vtl-error.ts';

/** A plain object of the caller, read by its own properties only: no name reaches a prototype. */
export class HostMap extends VtlMap {
  readonly #target: object;

  constructor(target: object) {
    super();
    this.#target = target;
  }

  get(name: string): VtlValue {
    return Object.hasOwn(this.#target, name) ? fromHost(Reflect.get(this.#target, name)) : null;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#target, name);
  }

  names(): readonly string[] {
    return Object.keys(this.#target);
  }

  put(name: string): void {
    throw new VtlRenderError(
      `"${name}" cannot be set: of what API Gateway provides, only the overrides of $context can be changed`,
    );
  }
}

/** A value of the caller as a template sees it. Functions, symbols and class instances other than Date do not occur. */
function fromHost(value: unknown): VtlValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return value;
    case 'number':
      return Number.isSafeInteger(value) ? value : new Decimal(value);
    case 'object':
      if (value === null) return null;
      return Array.isArray(value) ? new ArrayList(value.map(fromHost)) : new HostMap(value);
    default:
      return null;
  }
}

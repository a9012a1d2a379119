import type { VtlObject, VtlValue } from './values.ts';

/** `$foreach` inside of a loop. */
export class ForeachScope implements VtlObject {
  readonly vtlObject = '$foreach';
  index = 0;
  readonly #size: number;
  readonly #parent: VtlValue;

  constructor(size: number, parent: VtlValue) {
    this.#size = size;
    this.#parent = parent;
  }

  property(name: string): VtlValue | undefined {
    switch (name) {
      case 'index':
        return this.index;
      case 'count':
        return this.index + 1;
      case 'hasNext':
        return this.index + 1 < this.#size;
      case 'first':
        return this.index === 0;
      case 'last':
        return this.index + 1 === this.#size;
      case 'parent':
        return this.#parent;
      default:
        return undefined;
    }
  }

  call(name: string, args: readonly VtlValue[]): VtlValue | undefined {
    if (args.length > 0) return undefined;
    const getter = /^(?:get|is)([A-Z])(\w*)$/.exec(name);
    return getter
      ? this.property(`${getter[1]?.toLowerCase()}${getter[2]}`)
      : name === 'hasNext'
        ? this.property(name)
        : undefined;
  }
}

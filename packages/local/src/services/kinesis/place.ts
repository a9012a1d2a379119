/**
 * Where a value stands in an input, in AWS's words: `records.1.member.data`. Put into words only when something is wrong
 * there, so that good input costs none: a place is good until its parent is asked for the next one.
 */
export class Place {
  readonly #parent: Place | undefined;
  #name: string | number = '';
  #child: Place | undefined;

  /** Without a parent: the input itself. */
  constructor(parent?: Place) {
    this.#parent = parent;
  }

  get isInput(): boolean {
    return this.#parent === undefined;
  }

  at(name: string | number): Place {
    this.#child ??= new Place(this);
    this.#child.#name = name;
    return this.#child;
  }

  /** A member of a structure, which begins with a small letter here. */
  member(name: string): Place {
    let shown = lowerFirst.get(name);
    if (shown === undefined) {
      shown = name.charAt(0).toLowerCase() + name.slice(1);
      lowerFirst.set(name, shown);
    }
    return this.at(shown);
  }

  toString(): string {
    const parent = this.#parent;
    return parent === undefined || parent.isInput ? String(this.#name) : `${parent}.${this.#name}`;
  }
}

/** Of the members that are known, which are few: no client's text comes here. */
const lowerFirst = new Map<string, string>();

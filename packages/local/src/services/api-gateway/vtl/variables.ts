/** The names of a template's variables, each with its number in a rendering. */
export class Variables {
  readonly #numbers = new Map<string, number>();

  constructor(names: readonly string[]) {
    for (const name of names) this.number(name);
  }

  number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const next = this.#numbers.size;
    this.#numbers.set(name, next);
    return next;
  }

  get count(): number {
    return this.#numbers.size;
  }
}

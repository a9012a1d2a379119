/**
 * Reads a delivery stream's configuration. Each value is read by name and type; `end` then refuses every property that
 * was not read. Numbers and booleans may be strings, as CloudFormation allows.
 */
export class ConfigurationReader {
  readonly path: string;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();

  constructor(path: string, values: unknown) {
    if (typeof values !== 'object' || values === null || Array.isArray(values))
      throw new Error(`${path}: not an object`);
    this.path = path;
    this.#values = { ...values };
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.refuse(name, 'is required');
  }

  optionalText(name: string): string | undefined {
    const value = this.#take(name);
    if (value === undefined || typeof value === 'string') return value;
    return this.refuse(name, 'must be a string');
  }

  /** One of `allowed`; `fallback` where the template says nothing. */
  choice<Choice extends string>(name: string, allowed: readonly Choice[], fallback: NoInfer<Choice>): Choice {
    const value = this.optionalText(name);
    if (value === undefined) return fallback;
    return (
      allowed.find((choice) => choice === value) ??
      this.refuse(name, `is ${value}; here it can be ${allowed.join(', ')}`)
    );
  }

  number(name: string, { min, max, fallback }: { min: number; max: number; fallback: number }): number {
    const value = this.#take(name);
    if (value === undefined) return fallback;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && number >= min && number <= max) return number;
    return this.refuse(name, `is ${String(value)}; it must be a number from ${min} to ${max}`);
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#take(name);
    if (value === undefined) return fallback;
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    return this.refuse(name, 'must be true or false');
  }

  object(name: string): ConfigurationReader | undefined {
    const value = this.#take(name);
    return value === undefined ? undefined : new ConfigurationReader(`${this.path}.${name}`, value);
  }

  list(name: string): ConfigurationReader[] {
    const value = this.#take(name) ?? [];
    if (!Array.isArray(value)) return this.refuse(name, 'must be a list');
    return value.map((item, index) => new ConfigurationReader(`${this.path}.${name}[${index}]`, item));
  }

  texts(): Record<string, string> {
    return Object.fromEntries(Object.keys(this.#values).map((name) => [name, this.text(name)]));
  }

  refuse(name: string, problem: string): never {
    throw new Error(`${this.path}.${name} ${problem}`);
  }

  /** Throws when the template sets something that nothing asked for. */
  end(): void {
    const unread = Object.keys(this.#values).filter((name) => !this.#read.has(name) && this.has(name));
    if (unread.length > 0) {
      throw new Error(`${this.path}: ${unread.join(', ')} not supported (see SUPPORT.md)`);
    }
  }

  #take(name: string): unknown {
    this.#read.add(name);
    return this.#values[name];
  }
}

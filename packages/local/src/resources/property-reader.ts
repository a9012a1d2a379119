import type { ResourceContext } from '../resource.ts';

/** Reads properties of one resource; whatever has the wrong type stops the run with the resource's and its name. */
export class PropertyReader {
  readonly #logicalId: string;
  readonly #properties: Readonly<Record<string, unknown>>;

  constructor({ logicalId, properties }: Pick<ResourceContext, 'logicalId' | 'properties'>) {
    this.#logicalId = logicalId;
    this.#properties = properties;
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.#wrong(name, 'text');
  }

  optionalText(name: string): string | undefined {
    const value = this.#properties[name];
    if (value === undefined || typeof value === 'string') return value;
    return this.#wrong(name, 'text');
  }

  /** CloudFormation also takes `"true"` and `"false"`. */
  flag(name: string, byDefault: boolean): boolean {
    const value = this.#properties[name] ?? byDefault;
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    return this.#wrong(name, 'true or false');
  }

  texts(name: string): string[] {
    return this.#list(name).map((item) => (typeof item === 'string' ? item : this.#wrong(name, 'a list of texts')));
  }

  /** Each item of a list of objects, under a reader that names it in its errors. */
  items(name: string): PropertyReader[] {
    return this.#list(name).map((item, index) => this.#nested(item, `${name}[${index}]`));
  }

  object(name: string): PropertyReader | undefined {
    const value = this.#properties[name];
    return value === undefined ? undefined : this.#nested(value, name);
  }

  raw(name: string): unknown {
    return this.#properties[name];
  }

  /** Stops the run unless every property is among `known`. */
  only(...known: readonly string[]): this {
    const unknown = Object.keys(this.#properties).filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new Error(`${this.#logicalId}: ${unknown.join(', ')} not supported (see SUPPORT.md)`);
    }
    return this;
  }

  #list(name: string): readonly unknown[] {
    const value = this.#properties[name] ?? [];
    return Array.isArray(value) ? value : this.#wrong(name, 'a list');
  }

  #nested(value: unknown, name: string): PropertyReader {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.#wrong(name, 'an object');
    return new PropertyReader({ logicalId: `${this.#logicalId}.${name}`, properties: { ...value } });
  }

  #wrong(name: string, expected: string): never {
    throw new Error(`${this.#logicalId}.${name} must be ${expected}, not ${JSON.stringify(this.#properties[name])}`);
  }
}

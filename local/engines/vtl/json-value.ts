import type { JsonNode, JsonTree } from '../json-text/json-tree.ts';
import { jsonNumber, VtlList, VtlMap, type VtlValue } from './values.ts';

/**
 * The values of one JSON text as a template sees them, made when they are asked for and the same object every time, so
 * that what a template changes in one place is changed everywhere.
 */
export class JsonValues {
  readonly json: JsonTree;
  /** True once a template changed something: original slices are then no longer the truth. */
  isChanged = false;
  private readonly containers = new Map<JsonNode, JsonObject | JsonArray>();

  constructor(json: JsonTree) {
    this.json = json;
  }

  value(node: JsonNode): VtlValue {
    const kind = this.json.kind(node);
    switch (kind) {
      case 'string':
        return this.json.string(node);
      case 'number':
        return jsonNumber(this.json.slice(node));
      case 'boolean':
        return this.json.slice(node) === 'true';
      case 'null':
        return null;
      default: {
        const known = this.containers.get(node);
        if (known) return known;
        const made = kind === 'object' ? new JsonObject(this, node) : new JsonArray(this, node);
        this.containers.set(node, made);
        return made;
      }
    }
  }
}

/** An object of a JSON text. */
export class JsonObject extends VtlMap {
  private readonly values: JsonValues;
  private readonly node: JsonNode;
  private changed: Map<string, VtlValue> | undefined;

  constructor(values: JsonValues, node: JsonNode) {
    super();
    this.values = values;
    this.node = node;
  }

  get isOriginal(): boolean {
    return !this.values.isChanged;
  }

  get slice(): string {
    return this.values.json.slice(this.node);
  }

  get(name: string): VtlValue {
    if (this.changed) return this.changed.get(name) ?? null;
    const node = this.values.json.member(this.node, name);
    return node === undefined ? null : this.values.value(node);
  }

  has(name: string): boolean {
    return this.changed ? this.changed.has(name) : this.values.json.member(this.node, name) !== undefined;
  }

  names(): readonly string[] {
    return [...(this.changed ?? this.values.json.members(this.node)).keys()];
  }

  put(name: string, value: VtlValue): void {
    this.values.isChanged = true;
    if (!this.changed) {
      this.changed = new Map();
      for (const [member, node] of this.values.json.members(this.node))
        this.changed.set(member, this.values.value(node));
    }
    this.changed.set(name, value);
  }
}

/** An array of a JSON text. */
export class JsonArray extends VtlList {
  private readonly values: JsonValues;
  private readonly node: JsonNode;
  private changed: VtlValue[] | undefined;

  constructor(values: JsonValues, node: JsonNode) {
    super();
    this.values = values;
    this.node = node;
  }

  get isOriginal(): boolean {
    return !this.values.isChanged;
  }

  get slice(): string {
    return this.values.json.slice(this.node);
  }

  get size(): number {
    return (this.changed ?? this.values.json.elements(this.node)).length;
  }

  at(index: number): VtlValue {
    if (this.changed) return this.changed[index] ?? null;
    const node = this.values.json.elements(this.node)[index];
    return node === undefined ? null : this.values.value(node);
  }

  set(index: number, value: VtlValue): void {
    this.change()[index] = value;
  }

  add(value: VtlValue): void {
    this.change().push(value);
  }

  private change(): VtlValue[] {
    this.values.isChanged = true;
    this.changed ??= [...this.values.json.elements(this.node)].map((node) => this.values.value(node));
    return this.changed;
  }
}

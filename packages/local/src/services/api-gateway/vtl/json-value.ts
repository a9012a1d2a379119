import type { JsonNode, JsonTree } from '../../../json-text/json-tree.ts';
import { jsonNumber, VtlList, VtlMap, type VtlValue } from './values.ts';

/**
 * The values of one JSON text as a template sees them, made when they are asked for. What a template changes is kept
 * here, by the node that it was, so that what is changed in one place is changed everywhere.
 */
export class JsonValues {
  readonly json: JsonTree;
  /** Undefined until a template changed something: original slices are then no longer the truth. */
  changed:
    | { readonly objects: Map<JsonNode, Map<string, VtlValue>>; readonly arrays: Map<JsonNode, VtlValue[]> }
    | undefined;

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
      default:
        return kind === 'object' ? new JsonObject(this, node) : new JsonArray(this, node);
    }
  }

  change(): NonNullable<JsonValues['changed']> {
    this.changed ??= { objects: new Map(), arrays: new Map() };
    return this.changed;
  }
}

/** An object of a JSON text. */
export class JsonObject extends VtlMap {
  readonly #values: JsonValues;
  readonly #node: JsonNode;

  constructor(values: JsonValues, node: JsonNode) {
    super();
    this.#values = values;
    this.#node = node;
  }

  get isOriginal(): boolean {
    return this.#values.changed === undefined;
  }

  get slice(): string {
    return this.#values.json.slice(this.#node);
  }

  get(name: string): VtlValue {
    const changed = this.#changed;
    if (changed) return changed.get(name) ?? null;
    const node = this.#values.json.member(this.#node, name);
    return node === undefined ? null : this.#values.value(node);
  }

  has(name: string): boolean {
    return this.#changed?.has(name) ?? this.#values.json.member(this.#node, name) !== undefined;
  }

  names(): readonly string[] {
    return [...(this.#changed ?? this.#values.json.members(this.#node)).keys()];
  }

  put(name: string, value: VtlValue): void {
    const { objects } = this.#values.change();
    let members = objects.get(this.#node);
    if (!members) {
      members = new Map();
      for (const [member, node] of this.#values.json.members(this.#node)) members.set(member, this.#values.value(node));
      objects.set(this.#node, members);
    }
    members.set(name, value);
  }

  get #changed(): ReadonlyMap<string, VtlValue> | undefined {
    return this.#values.changed?.objects.get(this.#node);
  }
}

/** An array of a JSON text. */
export class JsonArray extends VtlList {
  readonly #values: JsonValues;
  readonly #node: JsonNode;
  readonly #elements: Int32Array;

  constructor(values: JsonValues, node: JsonNode) {
    super();
    this.#values = values;
    this.#node = node;
    this.#elements = values.json.elements(node);
  }

  get isOriginal(): boolean {
    return this.#values.changed === undefined;
  }

  get slice(): string {
    return this.#values.json.slice(this.#node);
  }

  get size(): number {
    return (this.#changed ?? this.#elements).length;
  }

  at(index: number): VtlValue {
    const changed = this.#changed;
    if (changed) return changed[index] ?? null;
    const node = this.#elements[index];
    return node === undefined ? null : this.#values.value(node);
  }

  set(index: number, value: VtlValue): void {
    this.#change()[index] = value;
  }

  add(value: VtlValue): void {
    this.#change().push(value);
  }

  get #changed(): readonly VtlValue[] | undefined {
    return this.#values.changed?.arrays.get(this.#node);
  }

  #change(): VtlValue[] {
    const { arrays } = this.#values.change();
    let items = arrays.get(this.#node);
    if (!items) {
      items = Array.from(this.#elements, (node) => this.#values.value(node));
      arrays.set(this.#node, items);
    }
    return items;
  }
}

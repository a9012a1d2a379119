import { isObject } from '../services/json-object.ts';
import type { PathStep } from './json-path.ts';
import type { JsonKind, JsonNode, JsonTree } from './json-tree.ts';

const noElements = new Int32Array();

/**
 * The JSON text that `JSON.stringify` would make of a value, without making it: for a value that was an answer inside
 * of the process and of which only a little is looked at. The value must not change while this is in use.
 */
export class ValueTree implements JsonTree {
  readonly root: JsonNode;
  readonly #values: unknown[] = [];
  readonly #nodes = new Map<object, JsonNode>();
  readonly #elementsOf = new Map<JsonNode, Int32Array>();

  constructor(value: unknown) {
    this.root = this.#node(value) ?? this.#keep(null);
  }

  kind(node: JsonNode): JsonKind {
    const value = this.#values[node];
    if (typeof value === 'object') return value === null ? 'null' : Array.isArray(value) ? 'array' : 'object';
    return typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'boolean';
  }

  slice(node: JsonNode): string {
    return JSON.stringify(this.#values[node]);
  }

  string(node: JsonNode): string {
    return String(this.#values[node]);
  }

  find(steps: readonly PathStep[]): JsonNode | undefined {
    let node: JsonNode | undefined = this.root;
    for (const step of steps) {
      if (node === undefined) return undefined;
      node = typeof step === 'string' ? this.member(node, step) : this.elements(node).at(step);
    }
    return node;
  }

  member(object: JsonNode, name: string): JsonNode | undefined {
    const value = this.#values[object];
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    return this.#memberNode(value[name]);
  }

  members(object: JsonNode): ReadonlyMap<string, JsonNode> {
    const members = new Map<string, JsonNode>();
    const value = this.#values[object];
    if (!isObject(value)) return members;
    for (const name of Object.keys(value)) {
      const node = this.#memberNode(value[name]);
      if (node !== undefined) members.set(name, node);
    }
    return members;
  }

  elements(array: JsonNode): Int32Array {
    const known = this.#elementsOf.get(array);
    if (known) return known;
    const value: unknown = this.#values[array];
    if (!Array.isArray(value)) return noElements;
    // What JSON has no word for is null in an array, also where there is nothing.
    const elements = new Int32Array(value.length);
    for (let index = 0; index < value.length; index++) elements[index] = this.#node(value[index]) ?? this.#keep(null);
    this.#elementsOf.set(array, elements);
    return elements;
  }

  /** The same node for the same object every time, which an array's elements have by `elements`. */
  #memberNode(value: unknown): JsonNode | undefined {
    if (typeof value !== 'object' || value === null) return this.#node(value);
    const known = this.#nodes.get(value);
    if (known !== undefined) return known;
    const node = this.#node(value);
    if (node !== undefined) this.#nodes.set(value, node);
    return node;
  }

  /** Undefined for what a member cannot hold in JSON: the member is left out. */
  #node(value: unknown): JsonNode | undefined {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return this.#keep(value);
      case 'number':
        return this.#keep(Number.isFinite(value) ? value : null);
      case 'object':
        return value === null ? this.#keep(null) : this.#nodeOf(value);
      case 'bigint':
        throw new TypeError('JSON has no word for a BigInt');
      default:
        return undefined;
    }
  }

  #nodeOf(value: object): JsonNode | undefined {
    const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
    const read = isPlain && !('toJSON' in value) ? value : written(value);
    return read === undefined ? undefined : this.#keep(read);
  }

  #keep(value: unknown): JsonNode {
    return this.#values.push(value) - 1;
  }
}

/** What comes back from the text of an object that is written in a way of its own. */
function written(value: object): unknown {
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
}

import { type CodeUnits, codeUnitsOf } from './code-units.ts';
import type { PathStep } from './json-path.ts';
import type { JsonKind, JsonNode, JsonTree } from './json-tree.ts';
import { scanJson } from './scan.ts';
import type { Tape } from './tape.ts';

/** From this many members on an object gets a hash of its keys; below it a walk is faster. */
const hashedMembers = 16;

/**
 * An index over a JSON text that answers paths and gives back the original slice for a value: digits, escapes, key
 * order, duplicate keys and inner white space stay as they were written. The text is read once, when the index is made;
 * a path costs its steps, an element of an array is found in constant time. A name that occurs twice in an object means
 * its last value, as in Java's and JavaScript's parsers.
 */
export class JsonText implements JsonTree {
  readonly text: string;
  readonly root: JsonNode = 0;
  readonly #units: CodeUnits;
  readonly #tape: Tape;
  readonly #elementsOf = new Map<JsonNode, Int32Array>();
  readonly #membersOf = new Map<JsonNode, ReadonlyMap<string, JsonNode>>();

  /**
   * `units` are the text's code units, where the caller has them: they must not change while this is in use. Throws
   * JsonTextError when the text is not exactly one JSON value.
   */
  constructor(text: string, units: CodeUnits = codeUnitsOf(text)) {
    this.text = text;
    this.#units = units;
    this.#tape = scanJson(text, units);
  }

  kind(node: JsonNode): JsonKind {
    switch (this.#units[this.#tape.start(node)]) {
      case 0x7b:
        return 'object';
      case 0x5b:
        return 'array';
      case 0x22:
        return 'string';
      case 0x74:
      case 0x66:
        return 'boolean';
      case 0x6e:
        return 'null';
      default:
        return 'number';
    }
  }

  /** The value exactly as it was written. */
  slice(node: JsonNode): string {
    return this.text.slice(this.#tape.start(node), this.#tape.end(node));
  }

  /** Where the value begins in the text. */
  start(node: JsonNode): number {
    return this.#tape.start(node);
  }

  /** The content of a string (or key), escapes resolved; lone surrogates stay what they are. */
  string(node: JsonNode): string {
    if (this.#tape.isEscaped(node)) return String(JSON.parse(this.slice(node)));
    return this.text.slice(this.#tape.start(node) + 1, this.#tape.end(node) - 1);
  }

  find(steps: readonly PathStep[]): JsonNode | undefined {
    let node: JsonNode | undefined = this.root;
    for (const step of steps) {
      if (node === undefined) return undefined;
      node = typeof step === 'number' ? this.element(node, step) : this.member(node, step);
    }
    return node;
  }

  member(object: JsonNode, name: string): JsonNode | undefined {
    const hashed = this.#membersOf.get(object);
    if (hashed) return hashed.get(name);
    if (this.kind(object) !== 'object') return undefined;
    let found: JsonNode | undefined;
    let count = 0;
    const end = this.#tape.next(object);
    for (let key = object + 1; key < end; key = this.#tape.next(key + 1)) {
      if (this.#isNamed(key, name)) found = key + 1;
      count++;
    }
    if (count > hashedMembers) this.#membersOf.set(object, this.members(object));
    return found;
  }

  /** The names of an object with their values, a repeated name at its first place with its last value. */
  members(object: JsonNode): ReadonlyMap<string, JsonNode> {
    const hashed = this.#membersOf.get(object);
    if (hashed) return hashed;
    const members = new Map<string, JsonNode>();
    if (this.kind(object) !== 'object') return members;
    const end = this.#tape.next(object);
    for (let key = object + 1; key < end; key = this.#tape.next(key + 1)) members.set(this.string(key), key + 1);
    return members;
  }

  /** An element of an array; a negative index counts from the end. */
  element(array: JsonNode, index: number): JsonNode | undefined {
    const elements = this.elements(array);
    return elements[index < 0 ? elements.length + index : index];
  }

  /** The elements of an array; nothing for another value. */
  elements(array: JsonNode): Int32Array {
    const known = this.#elementsOf.get(array);
    if (known) return known;
    const found: number[] = [];
    if (this.kind(array) === 'array') {
      const end = this.#tape.next(array);
      for (let node = array + 1; node < end; node = this.#tape.next(node)) found.push(node);
    }
    const elements = new Int32Array(found);
    this.#elementsOf.set(array, elements);
    return elements;
  }

  #isNamed(key: JsonNode, name: string): boolean {
    if (this.#tape.isEscaped(key)) return this.string(key) === name;
    const start = this.#tape.start(key) + 1;
    if (this.#tape.end(key) - 1 - start !== name.length) return false;
    for (let index = 0; index < name.length; index++) {
      if (this.#units[start + index] !== name.charCodeAt(index)) return false;
    }
    return true;
  }
}

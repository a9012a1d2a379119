import type { PathStep } from './json-path.ts';

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** A value of a JsonTree. Only meaningful for the tree that it came from; an object or array has one for good. */
export type JsonNode = number;

/** The values of one JSON text, however they are held. */
export interface JsonTree {
  readonly root: JsonNode;
  kind(node: JsonNode): JsonKind;
  /** The value as it is written in the text. */
  slice(node: JsonNode): string;
  /** The content of a string. */
  string(node: JsonNode): string;
  find(steps: readonly PathStep[]): JsonNode | undefined;
  member(object: JsonNode, name: string): JsonNode | undefined;
  /** The names of an object with their values. */
  members(object: JsonNode): ReadonlyMap<string, JsonNode>;
  /** The elements of an array; nothing for another value. */
  elements(array: JsonNode): Int32Array;
}

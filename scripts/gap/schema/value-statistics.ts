/** What is remembered of the values of one property: its size does not grow with their number. */

/** More different texts than this are no closed set. */
const maxTexts = 10;
const maxTextLength = 40;
/** An object with more different members than this is a table of its own, keyed by data. */
const maxMembers = 200;
/** Deeper than this an object is an object. */
const deepest = 4;

export class ValueStatistics {
  /** How often there was a value at all, null included. */
  count = 0;
  readonly kinds = {
    string: 0,
    whole: 0,
    fraction: 0,
    boolean: 0,
    object: 0,
    array: 0,
    null: 0,
    empty: 0,
    infinite: 0,
  };
  lowest = Number.POSITIVE_INFINITY;
  highest = Number.NEGATIVE_INFINITY;
  /** The most decimals of a number. */
  decimals = 0;
  /** Each text and how often; undefined: too many or too long. */
  texts: Map<string, number> | undefined = new Map();
  /** The count of strings at which a text was seen for the first time, the last such. */
  lastNewTextAt = 0;
  readonly members: ObjectStatistics;
  #items: ValueStatistics | undefined;
  readonly #depth: number;

  constructor(depth = 0) {
    this.#depth = depth;
    this.members = new ObjectStatistics(depth + 1);
  }

  /** Of the values in lists; undefined: none was seen. */
  get items(): ValueStatistics | undefined {
    return this.#items;
  }

  /** A member's value. The empty text means that the member is absent: it says nothing about the type. */
  add(value: unknown): void {
    if (value !== '') {
      this.addItem(value);
      return;
    }
    this.count += 1;
    this.kinds.empty += 1;
  }

  /** A value of a list, where the empty text is a text. */
  addItem(value: unknown): void {
    this.count += 1;
    if (value === null) this.kinds.null += 1;
    else if (typeof value === 'string') this.#addText(value);
    else if (typeof value === 'number') this.#addNumber(value);
    else if (typeof value === 'boolean') this.kinds.boolean += 1;
    else if (Array.isArray(value)) this.#addList(value);
    else if (typeof value === 'object') {
      this.kinds.object += 1;
      this.members.add(value);
    }
  }

  #addText(text: string): void {
    this.kinds.string += 1;
    if (this.texts === undefined) return;
    const seen = this.texts.get(text);
    if (seen === undefined) this.lastNewTextAt = this.kinds.string;
    this.texts.set(text, (seen ?? 0) + 1);
    if (this.texts.size > maxTexts || text.length > maxTextLength) this.texts = undefined;
  }

  #addNumber(number: number): void {
    // 1e999 is JSON and no number that a schema accepts.
    if (!Number.isFinite(number)) this.kinds.infinite += 1;
    else if (Number.isInteger(number)) this.kinds.whole += 1;
    else this.kinds.fraction += 1;
    this.lowest = Math.min(this.lowest, number);
    this.highest = Math.max(this.highest, number);
    this.decimals = Math.max(this.decimals, decimalsOf(number));
  }

  #addList(list: readonly unknown[]): void {
    this.kinds.array += 1;
    if (this.#depth >= deepest) return;
    this.#items ??= new ValueStatistics(this.#depth + 1);
    for (const item of list) this.#items.addItem(item);
  }
}

export class ObjectStatistics {
  count = 0;
  /** By name, in the order in which they were first seen. */
  readonly members = new Map<string, ValueStatistics>();
  /** Whether there were more different members than are remembered. */
  overflown = false;
  readonly #depth: number;

  constructor(depth = 0) {
    this.#depth = depth;
  }

  add(object: object): void {
    this.count += 1;
    if (this.#depth > deepest) return;
    for (const [name, value] of Object.entries(object)) {
      let statistics = this.members.get(name);
      if (statistics === undefined) {
        if (this.members.size >= maxMembers) {
          this.overflown = true;
          continue;
        }
        statistics = new ValueStatistics(this.#depth);
        this.members.set(name, statistics);
      }
      statistics.add(value);
    }
  }
}

function decimalsOf(number: number): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(number)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}

/** Seeded (mulberry32): the same numbers for the same seed. 0 up to 1, exclusive. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const scalars = [
  ...['0', '-0', '1.10', '12345678901234567890', '1e999', '-1E-7', '0.1e+2', 'true', 'false', 'null', '""'],
  ...['"a"', '"}"', '"{"', '"]["', '",:"', '"event_data"', '"event"', '" \u007f"', '"é😀"'],
];
const escapedScalars = ['"\\""', '"\\\\"', '"\\u0022}"', '"\\ud800"', '"\\n\\t"', '"\\/"', '"\\"event_data\\":{"'];
const names = ['"a"', '"event_data"', '"event"', '"__proto__"', '""', '"_data"', '"constructor"', '"application_id"'];
const escapedNames = ['"\\u0065vent"', '"event_d\\u0061ta"', '"\\\\"', '"a\\""'];

export interface RandomJson {
  readonly pick: <T>(of: readonly T[]) => T;
  /** White space, mostly none. */
  readonly space: () => string;
  readonly name: () => string;
  readonly value: (depth: number) => string;
  readonly object: (depth: number) => string;
}

/** Valid JSON texts in every way of writing them. `escapes`: with backslashes in them. */
export function randomJson(random: () => number, escapes: boolean): RandomJson {
  const pick = <T>(of: readonly T[]): T => {
    const picked = of[Math.floor(random() * of.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  };
  const space = () => (random() < 0.7 ? '' : pick([' ', '\n', '\t', '\r\n', '   ']));
  const name = () => pick(escapes && random() < 0.3 ? escapedNames : names);
  const list = (make: () => string) =>
    Array.from({ length: Math.floor(random() * 4) }, () => space() + make() + space()).join(',') || space();
  const object = (depth: number): string => `{${list(() => `${name()}${space()}:${space()}${value(depth - 1)}`)}}`;
  const value = (depth: number): string => {
    if (depth <= 0 || random() < 0.5) return pick(escapes && random() < 0.3 ? escapedScalars : scalars);
    return random() < 0.5 ? object(depth) : `[${list(() => value(depth - 1))}]`;
  };
  return { pick, space, name, value, object };
}

import type { Evaluate } from './compile-expression.ts';
import type { Rendering } from './rendering.ts';

export type Part = (rendering: Rendering) => string;

/** What one concatenation made when it was last asked for in a rendering. */
export interface LastConcatenation {
  readonly texts: string[];
  /** The parts from here on, joined. */
  from: number;
  end: string;
}

const fewParts = 3;

/**
 * Joins texts. In a loop most of a long string says the same every time behind the one part that changes: that end is
 * joined once.
 */
export function compileConcatenation(parts: readonly Part[]): Evaluate {
  if (parts.length <= fewParts) {
    return (rendering) => {
      let text = '';
      for (const part of parts) text += part(rendering);
      return text;
    };
  }
  const count = parts.length;
  return (rendering) => {
    const last = lastOf(rendering, parts);
    const { texts } = last;
    let same = 0;
    for (let index = 0; index < count; index++) {
      const text = parts[index]?.(rendering) ?? '';
      if (text === texts[index]) continue;
      texts[index] = text;
      same = index + 1;
    }
    if (same !== last.from) {
      last.from = same;
      last.end = texts.slice(same).join('');
    }
    let text = '';
    for (let index = 0; index < same; index++) text += texts[index];
    return text + last.end;
  };
}

function lastOf({ concatenations }: Rendering, parts: readonly Part[]): LastConcatenation {
  const known = concatenations.get(parts);
  if (known) return known;
  const last: LastConcatenation = { texts: [], from: -1, end: '' };
  concatenations.set(parts, last);
  return last;
}

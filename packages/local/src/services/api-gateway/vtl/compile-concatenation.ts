import type { Evaluate } from './compiler.ts';
import type { LastConcatenation, Part, Rendering } from './rendering.ts';

const maxPartsJoinedEachTime = 3;

/**
 * Joins texts. In a loop most of a long string says the same every time behind the one part that changes: that end is
 * joined once.
 */
export function compileConcatenation(parts: readonly Part[]): Evaluate {
  if (parts.length <= maxPartsJoinedEachTime) {
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

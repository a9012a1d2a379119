/** The number of single-character insertions, deletions and substitutions between two words (Levenshtein). */
export function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substituted));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

/** The word that was probably meant: the closest one, case aside, if no more than a third of it differs. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, away: distance(word.toUpperCase(), candidate.toUpperCase()) }))
    .sort((one, other) => one.away - other.away)[0];
  if (ranked === undefined) return undefined;
  return ranked.away <= Math.max(word.length, ranked.candidate.length) / 3 ? ranked.candidate : undefined;
}

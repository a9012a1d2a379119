const none: ReadonlySet<number> = new Set();

/**
 * Whether `value` fits an IAM pattern: `*` stands for any characters (none, `:` and `/` too), `?` for one.
 * Those at the indexes in `literals` stand for themselves.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesPattern(pattern: string, value: string, literals: ReadonlySet<number> = none): boolean {
  if (pattern === '*' && literals.size === 0) return true;
  let p = 0;
  let v = 0;
  let star = -1;
  let retry = 0;
  while (v < value.length) {
    const c = pattern[p];
    const isWildcard = (c === '*' || c === '?') && !literals.has(p);
    if (c === '*' && isWildcard) {
      star = p++;
      retry = v;
    } else if (p < pattern.length && (isWildcard || c === value[v])) {
      p++;
      v++;
    } else if (star >= 0) {
      p = star + 1;
      v = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*' && !literals.has(p)) p++;
  return p === pattern.length;
}

/** As `matchesPattern` for each of the six parts of an ARN: a `*` does not reach over a colon, but in the last part. */
export function matchesArn(pattern: string, value: string, literals: ReadonlySet<number> = none): boolean {
  if (pattern === '*' && literals.size === 0) return true;
  const patterns = arnParts(pattern);
  const values = arnParts(value);
  if (patterns.length !== 6 || values.length !== 6) return false;
  let start = 0;
  return patterns.every((part, index) => {
    const ofPart = literals.size === 0 ? none : new Set([...literals].map((at) => at - start));
    start += part.length + 1;
    return matchesPattern(part, values[index] ?? '', ofPart);
  });
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

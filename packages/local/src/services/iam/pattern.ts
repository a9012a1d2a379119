/**
 * Whether `value` fits an IAM pattern: `*` stands for any characters (none, `:` and `/` too), `?` for one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesPattern(pattern: string, value: string): boolean {
  if (pattern === '*') return true;
  let p = 0;
  let v = 0;
  let star = -1;
  let retry = 0;
  while (v < value.length) {
    const c = pattern[p];
    if (c === '*') {
      star = p++;
      retry = v;
    } else if (p < pattern.length && (c === '?' || c === value[v])) {
      p++;
      v++;
    } else if (star >= 0) {
      p = star + 1;
      v = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** As `matchesPattern` for each of the six parts of an ARN: a `*` does not reach over a colon, but in the last part. */
export function matchesArn(pattern: string, value: string): boolean {
  if (pattern === '*') return true;
  const patterns = arnParts(pattern);
  const values = arnParts(value);
  return patterns.length === 6 && values.length === 6 && patterns.every((p, i) => matchesPattern(p, values[i] ?? ''));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

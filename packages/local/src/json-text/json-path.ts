/** One step: a member's name, or an element's index (negative: from the end). */
export type PathStep = string | number;

/** A path that this index does not answer. The message names the path and what in it is wrong or not supported. */
export class JsonPathError extends Error {
  override readonly name = 'JsonPathError';
}

const bracketStep = /\[\s*(?:(-?\d+)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*\]/y;
const dotStep = /\.([^.[\]\s()*?@,'"]+)/y;

/**
 * Reads the definite paths of JSONPath: `$`, `$.events`, `$.events[3].event_id`, `$['a b']`, `$.list[-1]`.
 * As in the Java library that AWS links from
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html,
 * a path without the leading `$` is taken as a member of the root.
 * Throws JsonPathError for wildcards, `..`, filters, slices, unions and functions, by name.
 */
export function parseJsonPath(path: string): readonly PathStep[] {
  const text = path.startsWith('$') ? path : `$.${path}`;
  const steps: PathStep[] = [];
  let at = 1;
  while (at < text.length) {
    const step = text[at] === '.' ? dotStep : bracketStep;
    step.lastIndex = at;
    const found = step.exec(text);
    if (!found) throw refusal(path, text.slice(at));
    at = step.lastIndex;
    steps.push(step === dotStep ? (found[1] ?? '') : bracketed(found));
  }
  return steps;
}

function bracketed(found: RegExpExecArray): PathStep {
  if (found[1] !== undefined) return Number(found[1]);
  return (found[2] ?? found[3] ?? '').replace(/\\(.)/g, '$1');
}

const unsupported: readonly (readonly [RegExp, string])[] = [
  [/^\.\./, 'the deep scan ".."'],
  [/^(\.|\[\s*)\*/, 'the wildcard "*"'],
  [/^\[\s*\?/, 'the filter "[?…]"'],
  [/^\[\s*-?\d*\s*:/, 'the slice "[from:to]"'],
  [/^\[[^\]]*,/, 'the union "[a,b]"'],
  [/^\.?[\w-]*\(/, 'a function'],
];

function refusal(path: string, rest: string): JsonPathError {
  const construct = unsupported.find(([pattern]) => pattern.test(rest))?.[1];
  const shown = JSON.stringify(path);
  if (construct) return new JsonPathError(`JSONPath ${shown}: ${construct} is not supported`);
  const hint = rest.includes('$')
    ? '; references are replaced in double quotes only, a single-quoted string is taken as it stands'
    : '';
  return new JsonPathError(`JSONPath ${shown}: cannot read ${JSON.stringify(rest)}${hint}`);
}

import { type PathStep, parseJsonPath } from '../../../../json-text/json-path.ts';
import { JsonText } from '../../../../json-text/json-text.ts';
import { JsonTextError } from '../../../../json-text/json-text-error.ts';

const paths = new Map<string, readonly PathStep[]>();

/**
 * JSON_VALUE as Flink has it: of members with one name the last; numbers as Java writes them; null for what is not there, an
 * object, a list, and text that is no JSON.
 */
export function jsonValue(text: string, path: string): string | null {
  const steps = paths.get(path) ?? parseJsonPath(path);
  paths.set(path, steps);
  try {
    const json = new JsonText(text);
    const node = json.find(steps);
    if (node === undefined) return null;
    switch (json.kind(node)) {
      case 'string':
        // A half of a pair of surrogates has no UTF-8.
        return json.string(node).replace(/\p{Surrogate}/gu, '?');
      case 'number':
        return javaNumber(json.slice(node));
      case 'boolean':
        return json.slice(node);
      default:
        return null;
    }
  } catch (error) {
    if (error instanceof JsonTextError) return null;
    throw error;
  }
}

/** A whole number keeps its digits, others are doubles: https://docs.oracle.com/javase/8/docs/api/java/lang/Double.html#toString-double- */
function javaNumber(text: string): string {
  if (/^-?\d+$/.test(text)) return text === '-0' ? '0' : text;
  const value = Number(text);
  if (!Number.isFinite(value)) return String(value);
  const isShort = value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e7);
  const [digits = '', exponent] = (isShort ? String(value) : value.toExponential()).split('e');
  const sign = Object.is(value, -0) ? '-' : '';
  const fraction = digits.includes('.') ? '' : '.0';
  return `${sign}${digits}${fraction}${exponent === undefined ? '' : `E${exponent.replace('+', '')}`}`;
}

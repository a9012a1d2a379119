import type { ErrorObject } from 'ajv';
import { closest } from './closest.ts';

/** Key of the file that a problem belongs to; empty when the key is not there. */
export function keyOf(error: ErrorObject): string {
  if (error.keyword === 'additionalProperties') return String(error.params.additionalProperty);
  return error.instancePath.split('/')[1] ?? '';
}

/** A sentence saying the key, the value found, what is allowed and what was probably meant. */
export function describeProblem(error: ErrorObject, knownKeys: readonly string[]): string {
  const key = keyOf(error);
  if (error.keyword === 'required') return `${error.params.missingProperty} is missing`;
  if (error.keyword === 'additionalProperties') return `${key} is not a known key.${meant(key, knownKeys)}`;
  return `${key} is ${JSON.stringify(error.data)}; allowed: ${allowed(error)}${guess(error)}`;
}

function allowed(error: ErrorObject): string {
  const schema = error.parentSchema ?? {};
  if (Array.isArray(schema.enum)) return schema.enum.join(', ');
  if (typeof schema.allowed === 'string') return schema.allowed;
  if (schema.type === 'boolean') return 'true, false';
  if (schema.type === 'integer') return `a whole number from ${schema.minimum} to ${schema.maximum}`;
  if (schema.type === 'array') return `a list in [ ] without repetition, of ${choices(schema.items).join(', ')}`;
  return String(error.message);
}

function guess(error: ErrorObject): string {
  const words = [...choices(error.parentSchema)];
  if (error.parentSchema?.type === 'boolean')
    return /^(yes|on|1)$/i.test(String(error.data)) ? '. Did you mean true?' : '';
  return typeof error.data === 'string' ? dotted(meant(error.data, words)) : '';
}

function dotted(sentence: string): string {
  return sentence === '' ? '' : `.${sentence}`;
}

function choices(schema: unknown): string[] {
  return schema !== null && typeof schema === 'object' && 'enum' in schema && Array.isArray(schema.enum)
    ? schema.enum.map(String)
    : [];
}

function meant(word: string, candidates: readonly string[]): string {
  const candidate = closest(word, candidates);
  return candidate === undefined ? '' : ` Did you mean ${candidate}?`;
}

import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import type { AboutEvent, EventDataSchema } from './event-registry.ts';

const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
const checkSchema = ajv.compile<EventDataSchema>(shape('event-schema.json'));
const checkAbout = ajv.compile<AboutEvent>(shape('event-about.json'));

/** Whether a value is what schemas/event-schema.json allows; if not, `schemaMismatches` says why. */
export function isEventDataSchema(value: unknown): value is EventDataSchema {
  return checkSchema(value);
}

/** Whether a value is what schemas/event-about.json allows; if not, `aboutMismatches` says why. */
export function isAbout(value: unknown): value is AboutEvent {
  return checkAbout(value);
}

export function schemaMismatches(): string[] {
  return mismatches(checkSchema);
}

export function aboutMismatches(): string[] {
  return mismatches(checkAbout);
}

function shape(file: string): object {
  return JSON.parse(readFileSync(new URL(`../../schemas/${file}`, import.meta.url), 'utf8'));
}

/** One sentence each, beginning with the place: `/properties/level_id must have required property 'type'`. */
function mismatches({ errors }: ValidateFunction): string[] {
  // That none of several forms fits is said by what is wrong with each of them.
  const told = (errors ?? []).filter(({ keyword }) => keyword !== 'oneOf');
  const sentences = told.map(({ instancePath, message, params }) => {
    const detail = params.additionalProperty ?? params.allowedValues ?? params.allowedValue ?? params.pattern;
    return `${instancePath} ${message ?? 'is wrong'}${detail === undefined ? '' : ` (${String(detail)})`}`.trim();
  });
  return [...new Set(sentences)];
}

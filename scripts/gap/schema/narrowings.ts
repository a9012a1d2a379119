import { Ajv } from 'ajv';
import { tightenedBounds } from './number-range.ts';
import { anything, kindsOf, type ValueSchema } from './value-schema.ts';

/** A place at which values that were accepted would be refused. */
export interface Narrowing {
  /** Of the value in the event, a list's items being `*`: `/event_data/slots/*`. */
  readonly path: string;
  readonly reason: string;
}

/** As the generated validators judge. */
const ajv = new Ajv({ strict: false, strictNumbers: false });

/**
 * Why `later` refuses some value that `earlier` accepts; none: it accepts all of them. It may find a reason where there
 * is no such value (two patterns that say the same), never none where there is one.
 */
export function narrowings(earlier: ValueSchema, later: ValueSchema, path: string): Narrowing[] {
  const at = (reason: string): Narrowing => ({ path, reason });
  if (earlier.enum !== undefined) {
    const refused = earlier.enum.filter((value) => accepts(earlier, value) && !accepts(later, value));
    return refused.map((value) => at(`${JSON.stringify(value)} was accepted, now it is not`));
  }
  const before = kindsOf(earlier);
  const after = kindsOf(later);
  if ([...before].some((kind) => !after.has(kind))) {
    return [at(`the type was ${typeText(earlier)}, now it is ${typeText(later)}`)];
  }
  const found: Narrowing[] = [];
  if (later.enum !== undefined) found.push(at('any value was accepted, now only those of an enum are'));
  if (before.has('string') && later.pattern !== undefined && later.pattern !== earlier.pattern) {
    const pattern = earlier.pattern === undefined ? 'there was no pattern' : `the pattern was ${earlier.pattern}`;
    found.push(at(`${pattern}, now it is ${later.pattern}`));
  }
  if (before.has('whole')) found.push(...tightenedBounds(earlier, later).map(at));
  if (before.has('array') && later.items !== undefined) {
    found.push(...narrowings(earlier.items ?? anything, later.items, `${path}/*`));
  }
  if (before.has('object')) found.push(...objectNarrowings(earlier, later, path));
  return found;
}

function objectNarrowings(earlier: ValueSchema, later: ValueSchema, path: string): Narrowing[] {
  const required = (later.required ?? []).filter((name) => !earlier.required?.includes(name));
  const found = required.map((name) => ({ path: `${path}/${name}`, reason: 'was optional, now it is required' }));
  for (const [name, property] of Object.entries(later.properties ?? {})) {
    const known = ownProperty(earlier, name);
    const narrower = narrowings(known ?? anything, property, `${path}/${name}`);
    if (known !== undefined) found.push(...narrower);
    else if (narrower.length > 0) {
      found.push({ path: `${path}/${name}`, reason: 'any value was accepted, now it has a type: make a new minor' });
    }
  }
  return found;
}

function ownProperty({ properties }: ValueSchema, name: string): ValueSchema | undefined {
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function accepts(schema: ValueSchema, value: unknown): boolean {
  return ajv.validate(schema, value);
}

function typeText({ type }: ValueSchema): string {
  return type === undefined ? 'any' : typeof type === 'string' ? type : type.join(' or ');
}

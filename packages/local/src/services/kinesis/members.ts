import { ServiceError } from '../../service.ts';
import { type Content, Utf8Content } from '../content.ts';
import { Place } from './place.ts';

/** One input member: what it accepts, in AWS's words when it does not. */
export interface Member<T> {
  readonly required: boolean;
  /** Adds what is wrong with a value that is present; throws SerializationException for a wrong JSON type. */
  check(value: unknown, place: Place, problems: string[]): void;
  /** Never set: it carries the type that `check` proves. */
  readonly type?: T;
}

export type Members = Readonly<Record<string, Member<unknown>>>;
export type Input<M extends Members> = { readonly [K in keyof M]: M[K] extends Member<infer T> ? T : never };

const shownProblems = 10;

/** The input, once it is known to be what `members` say. Every problem is reported at once, as AWS does. */
export function checked<M extends Members>(members: M, input: unknown): Input<M> {
  const problems: string[] = [];
  checkMembers(members, input ?? {}, new Place(), problems);
  if (problems.length > 0) {
    const shown = problems.slice(0, shownProblems);
    const errors = shown.length === 1 ? 'error' : 'errors';
    throw new ServiceError('ValidationException', `${shown.length} validation ${errors} detected: ${shown.join('; ')}`);
  }
  // A null member is one that is not there.
  return Object.fromEntries(Object.entries(input ?? {}).filter(([, value]) => value !== null)) as Input<M>;
}

function checkMembers(members: Members, input: unknown, place: Place, problems: string[]): void {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw wrongType(input, 'Structure', place);
  const values = input as Readonly<Record<string, unknown>>;
  for (const name in values) {
    if (members[name] === undefined && values[name] !== undefined && values[name] !== null) {
      throw new ServiceError('ValidationException', `The member ${place.at(name)} is not supported`);
    }
  }
  for (const name in members) {
    const member = members[name];
    const value = values[name];
    if (value !== undefined && value !== null) member?.check(value, place.member(name), problems);
    else if (member?.required) refuse(problems, null, place.member(name), 'Member must not be null');
  }
}

export function optional<T>(member: Member<T>): Member<T | undefined> {
  return { required: false, check: member.check };
}

export function text(rules: {
  min?: number;
  max?: number;
  pattern?: RegExp;
  values?: readonly string[];
}): Member<string> {
  const { min = 0, max = Number.POSITIVE_INFINITY, pattern, values } = rules;
  const whole = pattern && new RegExp(`^(?:${pattern.source})$`, 'u');
  return {
    required: true,
    check(value, place, problems) {
      if (typeof value !== 'string') throw wrongType(value, 'String', place);
      if (value.length < min) refuse(problems, value, place, `Member must have length greater than or equal to ${min}`);
      if (value.length > max) refuse(problems, value, place, `Member must have length less than or equal to ${max}`);
      if (whole && !whole.test(value)) {
        refuse(problems, value, place, `Member must satisfy regular expression pattern: ${pattern.source}`);
      }
      if (values && !values.includes(value)) {
        refuse(problems, value, place, `Member must satisfy enum value set: [${values.join(', ')}]`);
      }
    },
  };
}

export function oneOf<const V extends string>(...values: readonly V[]): Member<V> {
  return { required: true, check: text({ values }).check };
}

export function integer(min: number, max: number): Member<number> {
  return {
    required: true,
    check(value, place, problems) {
      if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(value, 'Integer', place);
      if (value < min) refuse(problems, value, place, `Member must have value greater than or equal to ${min}`);
      if (value > max) refuse(problems, value, place, `Member must have value less than or equal to ${max}`);
    },
  };
}

/** Seconds since the epoch. */
export const timestamp: Member<number> = {
  required: true,
  check(value, place) {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongType(value, 'Timestamp', place);
  },
};

export const flag: Member<boolean> = {
  required: true,
  check(value, place) {
    if (typeof value !== 'boolean') throw wrongType(value, 'Boolean', place);
  },
};

const nothing = Buffer.alloc(0);

/** `Utf8Content` come from inside the process only. */
type Blob = string | Uint8Array | Utf8Content;

/** Base64 text or bytes; `BlobReader` decodes. */
export function blob(maxBytes: number): Member<Blob> {
  return {
    required: true,
    check(value, place, problems) {
      const isBytes = value instanceof Uint8Array || value instanceof Utf8Content;
      if (typeof value !== 'string' && !isBytes) throw wrongType(value, 'Blob', place);
      const bytes = typeof value === 'string' ? base64Bytes(value) : value.length;
      if (bytes > maxBytes) {
        const shown = `java.nio.HeapByteBuffer[pos=0 lim=${bytes} cap=${bytes}]`;
        refuse(problems, shown, place, `Member must have length less than or equal to ${maxBytes}`);
      }
    },
  };
}

export function list<T>(member: Member<T>, min: number, max: number): Member<readonly T[]> {
  return {
    required: true,
    check(value, place, problems) {
      if (!Array.isArray(value)) throw wrongType(value, 'List', place);
      if (value.length < min) refuse(problems, '[]', place, `Member must have length greater than or equal to ${min}`);
      if (value.length > max) {
        refuse(problems, `[${value.length} members]`, place, `Member must have length less than or equal to ${max}`);
        return;
      }
      for (let index = 0; index < value.length; index++)
        member.check(value[index], place.at(index + 1).at('member'), problems);
    },
  };
}

export function structure<M extends Members>(members: M): Member<Input<M>> {
  return { required: true, check: (value, place, problems) => checkMembers(members, value, place, problems) };
}

export function map(
  maxEntries: number,
  key: Member<string>,
  value: Member<string>,
): Member<Readonly<Record<string, string>>> {
  return {
    required: true,
    check(input, place, problems) {
      if (typeof input !== 'object' || input === null || Array.isArray(input)) throw wrongType(input, 'Map', place);
      const entries = Object.entries(input);
      if (entries.length < 1) refuse(problems, '{}', place, 'Member must have length greater than or equal to 1');
      if (entries.length > maxEntries) {
        const shown = `{${entries.length} entries}`;
        refuse(problems, shown, place, `Member must have length less than or equal to ${maxEntries}`);
      }
      for (const [name, content] of entries) {
        key.check(name, place.at(name).at('key'), problems);
        value.check(content, place.at(name).at('member'), problems);
      }
    },
  };
}

/** Decodes the blobs of one request into one piece of memory: an allocation each would cost more than the decoding. */
export class BlobReader {
  readonly #memory: Buffer;
  #used = 0;

  constructor(blobs: readonly Blob[]) {
    let bytes = 0;
    for (const blob of blobs) if (typeof blob === 'string') bytes += base64Bytes(blob);
    this.#memory = bytes === 0 ? nothing : Buffer.allocUnsafeSlow(bytes);
  }

  /** Undefined for text that is not base64, where Buffer would skip what it does not know. */
  read(value: Blob): Content | undefined {
    if (value instanceof Utf8Content) return value;
    if (typeof value !== 'string') return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    const start = this.#used;
    this.#used += base64Bytes(value);
    const isExact = value.length % 4 === 0 && start + this.#memory.write(value, start, 'base64') === this.#used;
    return isExact && !value.includes('-') && !value.includes('_')
      ? this.#memory.subarray(start, this.#used)
      : undefined;
  }
}

function base64Bytes(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.max(0, ((text.length * 3) >>> 2) - padding);
}

function wrongType(value: unknown, wanted: string, place: Place): ServiceError {
  const found = Array.isArray(value) ? 'LIST' : value === null ? 'NULL' : typeof value;
  const at = place.isInput ? '' : ` (at '${place}')`;
  return new ServiceError(
    'SerializationException',
    `${found.toUpperCase()}_VALUE can not be converted to ${wanted}${at}`,
  );
}

function refuse(problems: string[], value: string | number | null, place: Place, constraint: string): void {
  const shown = value === null ? 'null' : `'${value}'`;
  problems.push(`Value ${shown} at '${place}' failed to satisfy constraint: ${constraint}`);
}

import { ServiceError } from '../../service.ts';

/** S3 allows keys of up to 1,024 bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const maxKeyBytes = 1024;
/** What common file systems allow for one name, less the mark of a collision. */
const maxNameBytes = 253;

/** Stands for an empty segment, which no file can have as its name (`a//b`, `/a`, `a/`). */
const emptySegment = '%-';
/** Ends the name of an object whose key is also the folder of other keys (`a` beside `a/b`). */
export const collisionMark = '%=';

// Control characters, the escape itself, what globs give a meaning to, and the backslash.
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not reach the file system
const awkward = /[\u0000-\u001f\u007f%\\*?[\]{}]/g;

/**
 * The relative path at which the object of a key lies: the key itself, with what a path cannot hold as `%XX`.
 * Throws `KeyTooLongError` when a part between two slashes is too long for a file's name.
 */
export function pathOfKey(key: string): string {
  if (key === '') throw new ServiceError('InvalidArgument', 'The object key is empty.');
  if (Buffer.byteLength(key) > maxKeyBytes) throw new ServiceError('KeyTooLongError', 'Your key is too long');
  return key.split('/').map(nameOfSegment).join('/');
}

/** The relative path of the folder of all keys that begin with a prefix ending in a slash (or with an empty one). */
export function pathOfFolder(prefix: string): string {
  return prefix
    .slice(0, -1)
    .split('/')
    .map((segment) => (prefix === '' ? '' : escapeSegment(segment)))
    .join('/');
}

/** The part of a key that a file's or folder's name stands for. */
export function segmentOfName(name: string): string {
  const unmarked = name.endsWith(collisionMark) ? name.slice(0, -collisionMark.length) : name;
  if (unmarked === emptySegment) return '';
  return unmarked.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function escapeSegment(segment: string): string {
  if (segment === '') return emptySegment;
  if (segment === '.' || segment === '..') return segment.replaceAll('.', '%2E');
  return segment.replace(awkward, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

function nameOfSegment(segment: string): string {
  const name = escapeSegment(segment);
  if (Buffer.byteLength(name) > maxNameBytes) {
    throw new ServiceError('KeyTooLongError', `Parts of a key between slashes may have ${maxNameBytes} bytes here.`);
  }
  return name;
}

import { ApiError } from './api-error.ts';

const longestName = 128;
const longestDescription = 1024;

export interface Naming {
  readonly name: string;
  readonly description: string | undefined;
}

/**
 * The body of a creation: `Name`, 1 to 128 characters, and `Description`, at most 1024; null and the empty text mean that
 * there is none. Other members are ignored, as existing clients may send back what they were given.
 * Throws BadRequest naming the field and what is wrong with it.
 */
export function readNaming(body: string | null): Naming {
  const { Name: name, Description: description } = readObject(body);
  if (name === undefined) throw new ApiError('BadRequest', 'Name is missing.');
  if (typeof name !== 'string') throw new ApiError('BadRequest', 'Name must be a string.');
  checkText('Name', name, longestName);
  if (name === '') throw new ApiError('BadRequest', `Name must have 1 to ${longestName} characters.`);
  if (description === undefined || description === null || description === '') return { name, description: undefined };
  if (typeof description !== 'string') throw new ApiError('BadRequest', 'Description must be a string.');
  checkText('Description', description, longestDescription);
  return { name, description };
}

/** The body of a change: `Enabled`, true or false. Throws BadRequest. */
export function readEnabled(body: string | null): boolean {
  const { Enabled: enabled } = readObject(body);
  if (enabled === undefined) throw new ApiError('BadRequest', 'Enabled is missing.');
  if (typeof enabled !== 'boolean') throw new ApiError('BadRequest', 'Enabled must be true or false.');
  return enabled;
}

function checkText(field: string, text: string, longest: number): void {
  // Characters are counted as JSON Schema does, surrogate pairs as one; the first test spares the count of a huge text.
  if (text.length > 2 * longest || [...text].length > longest) {
    throw new ApiError('BadRequest', `${field} must have at most ${longest} characters.`);
  }
  if (/\p{Surrogate}/u.test(text)) throw new ApiError('BadRequest', `${field} must be well-formed Unicode.`);
}

function readObject(body: string | null): Readonly<Record<string, unknown>> {
  const value = parse(body ?? '');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ApiError('BadRequest', 'The body must be a JSON object.');
  }
  return { ...value };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError('BadRequest', 'The body is not valid JSON.');
  }
}

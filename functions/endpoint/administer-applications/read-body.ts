import { ApiError } from '../../http/api-error.ts';
import { checkText, readObject } from '../../http/body.ts';

const maxNameLength = 128;
const maxDescriptionLength = 1024;

export interface Naming {
  readonly name: string;
  readonly description: string | undefined;
}

/**
 * The body of a creation: `Name`, 1 to 128 characters, and `Description`, at most 1024; null and the empty text mean that
 * there is none. Other members are ignored: existing clients may send back what they were given.
 * Throws BadRequest naming the field and what is wrong with it.
 */
export function readNaming(body: string | undefined): Naming {
  const { Name: name, Description: description } = readObject(body);
  if (name === undefined) throw new ApiError('BadRequest', 'Name is missing.');
  if (typeof name !== 'string') throw new ApiError('BadRequest', 'Name must be a string.');
  checkText('Name', name, maxNameLength);
  if (name === '') throw new ApiError('BadRequest', `Name must have 1 to ${maxNameLength} characters.`);
  if (description === undefined || description === null || description === '') return { name, description: undefined };
  if (typeof description !== 'string') throw new ApiError('BadRequest', 'Description must be a string.');
  checkText('Description', description, maxDescriptionLength);
  return { name, description };
}

/** The body of a change: `Enabled`, true or false. Throws BadRequest. */
export function readEnabled(body: string | undefined): boolean {
  const { Enabled: enabled } = readObject(body);
  if (enabled === undefined) throw new ApiError('BadRequest', 'Enabled is missing.');
  if (typeof enabled !== 'boolean') throw new ApiError('BadRequest', 'Enabled must be true or false.');
  return enabled;
}

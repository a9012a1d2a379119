import { randomInt } from 'node:crypto';
import { ServiceError } from '../../service.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
export interface PasswordSettings {
  /** 1 to 4096; default 32. */
  readonly length?: number;
  readonly excludeCharacters?: string;
  readonly excludeLowercase?: boolean;
  readonly excludeUppercase?: boolean;
  readonly excludeNumbers?: boolean;
  readonly excludePunctuation?: boolean;
  readonly includeSpace?: boolean;
  /** Default true. */
  readonly requireEachIncludedType?: boolean;
}

const lowercase = 'abcdefghijklmnopqrstuvwxyz';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

export function randomPassword({
  length = 32,
  excludeCharacters = '',
  requireEachIncludedType = true,
  ...settings
}: PasswordSettings): string {
  const types = [
    settings.excludeLowercase ? '' : lowercase,
    settings.excludeUppercase ? '' : lowercase.toUpperCase(),
    settings.excludeNumbers ? '' : '0123456789',
    settings.excludePunctuation ? '' : punctuation,
    settings.includeSpace ? ' ' : '',
  ]
    .map((letters) => [...letters].filter((letter) => !excludeCharacters.includes(letter)))
    .filter((letters) => letters.length > 0);
  const all = types.flat();
  const required = requireEachIncludedType ? types.map(pick) : [];
  if (!Number.isInteger(length) || length < Math.max(1, required.length) || length > 4096 || all.length === 0) {
    throw new ServiceError(
      'InvalidParameterException',
      'The password length or its excluded characters leave no password.',
    );
  }
  const letters = [...required, ...Array.from({ length: length - required.length }, () => pick(all))];
  return shuffle(letters).join('');
}

function pick(letters: readonly string[]): string {
  return letters[randomInt(letters.length)] ?? '';
}

function shuffle(letters: readonly string[]): string[] {
  const shuffled: string[] = [];
  for (const letter of letters) shuffled.splice(randomInt(shuffled.length + 1), 0, letter);
  return shuffled;
}

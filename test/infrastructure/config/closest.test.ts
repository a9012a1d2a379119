import { describe, expect, it } from 'vitest';
import { closest, distance } from '../../../infrastructure/config/closest.ts';

describe('the distance between two words', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['same', 'same', 0],
    ['ab', 'ba', 2],
  ])('%s, %s: %i', (a, b, edits) => {
    expect(distance(a, b)).toBe(edits);
  });
});

describe('the word that was meant', () => {
  it.each([
    ['DATALAKE', 'DATA_LAKE'],
    ['redshift', 'REDSHIFT'],
    ['bananas', undefined],
  ])('%s → %s', (word, meant) => {
    expect(closest(word, ['DATA_LAKE', 'REDSHIFT'])).toBe(meant);
  });
  it('is nothing among nothing', () => expect(closest('word', [])).toBeUndefined());
});

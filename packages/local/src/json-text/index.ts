/** JSON as it was written: a tape of places in the text, read without making values. */
export { JsonText } from './json-text.ts';
export { jsonObjectEnd, type ObjectEnd } from './scan.ts';
export { skipSpace } from './tokens.ts';

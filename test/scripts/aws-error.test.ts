import { expect, test } from 'vitest';
import { describeAwsError } from '../../scripts/aws-error.ts';

test.each([
  ['Region is missing', 'AWS_REGION'],
  ['Could not load credentials from any providers', 'AWS_PROFILE'],
  ['getaddrinfo ENOTFOUND cloudformation.eu-central-9.amazonaws.com', 'is the region right'],
  ['The security token included in the request is expired', 'sign in again'],
])('%s is told with what to do: %s', (message, remedy) => {
  expect(describeAwsError(new Error(message))).toMatch(new RegExp(`^${message}: .*${remedy}`));
});

test('what AWS itself refuses stays in its words', () => {
  expect(describeAwsError(new Error('Stack with id x does not exist'))).toBe('Stack with id x does not exist');
});

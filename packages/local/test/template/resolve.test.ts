import { describe, expect, test } from 'vitest';
import type { Template } from '../../src/template/read-assembly.ts';
import { holds, resolve, type Scope } from '../../src/template/resolve.ts';

const template: Template = {
  Parameters: { Stage: { Type: 'String', Default: 'live' }, Version: { Type: 'String' } },
  Mappings: { Sizes: { small: { memory: 128 } } },
  Conditions: {
    isLive: { 'Fn::Equals': [{ Ref: 'Stage' }, 'live'] },
    isTest: { 'Fn::Not': [{ Condition: 'isLive' }] },
    both: { 'Fn::And': [{ Condition: 'isLive' }, { Condition: 'isTest' }] },
    either: { 'Fn::Or': [{ Condition: 'isLive' }, { Condition: 'isTest' }] },
  },
  Resources: {},
};

const scope: Scope = {
  template,
  pseudoParameters: { 'AWS::Region': 'us-east-1' },
  ref: (name) => `ref-of-${name}`,
  getAtt: (name, attribute) => `arn:aws:x:::${name}/${attribute}`,
  stackOutput: (stackName, outputName) => `${outputName}-of-${stackName}`,
};

describe('intrinsic functions', () => {
  test.each([
    ['a plain value stays', { a: [1, 'b', null, true] }, { a: [1, 'b', null, true] }],
    ['Ref of a resource', { Ref: 'Bucket' }, 'ref-of-Bucket'],
    ['Ref of a parameter', { Ref: 'Stage' }, 'live'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:aws:x:::Table/Arn'],
    [
      'GetAtt as text with a nested attribute',
      { 'Fn::GetAtt': 'Db.Endpoint.Address' },
      'arn:aws:x:::Db/Endpoint.Address',
    ],
    [
      'GetStackOutput',
      { 'Fn::GetStackOutput': { StackName: 'lake', Region: { Ref: 'AWS::Region' }, OutputName: 'BucketName' } },
      'BucketName-of-lake',
    ],
    ['Join', { 'Fn::Join': [':', ['a', { Ref: 'B' }, 3]] }, 'a:ref-of-B:3'],
    [
      'Sub with names, attributes and literals',
      { 'Fn::Sub': '${Stage}/${T.Arn}/${!keep}' },
      'live/arn:aws:x:::T/Arn/${keep}',
    ],
    ['Sub with its own variables', { 'Fn::Sub': ['${v}-${AWS::Region}', { v: { Ref: 'B' } }] }, 'ref-of-B-us-east-1'],
    ['Select of a Split', { 'Fn::Select': [2, { 'Fn::Split': [':', { 'Fn::GetAtt': ['T', 'Arn'] }] }] }, 'x'],
    ['Base64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', 'small', 'memory'] }, 128],
    ['If takes one branch', { 'Fn::If': ['isLive', { Ref: 'A' }, { Ref: 'B' }] }, 'ref-of-A'],
    ['NoValue removes a property', { kept: 1, gone: { Ref: 'AWS::NoValue' } }, { kept: 1 }],
    ['NoValue removes an item', ['a', { 'Fn::If': ['isTest', 'b', { Ref: 'AWS::NoValue' }] }], ['a']],
  ])('%s', (_, value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });

  test.each([
    ['an unknown function', { 'Fn::Transform': {} }, 'Fn::Transform is not supported'],
    ['a parameter without a default', { Ref: 'Version' }, 'the parameter Version has no default'],
    ['an unknown pseudo parameter', { Ref: 'AWS::Unheard' }, 'AWS::Unheard is not supported'],
    ['a missing mapping', { 'Fn::FindInMap': ['Sizes', 'huge', 'memory'] }, 'Sizes.huge.memory is not in the template'],
    ['an index beyond the list', { 'Fn::Select': [5, ['a']] }, 'there is no item 5'],
    ['text where a list belongs', { 'Fn::Join': [',', 'a'] }, 'a list was expected'],
    ['an object where text belongs', { 'Fn::Join': [',', [{ a: 1 }]] }, 'text was expected'],
  ])('%s is refused by name', (_, value, message) => {
    expect(() => resolve(value, scope)).toThrow(message);
  });
});

test.each([
  [undefined, true],
  ['isLive', true],
  ['isTest', false],
  ['both', false],
  ['either', true],
])('condition %s is %s', (name, expected) => {
  expect(holds(name, scope)).toBe(expected);
});

test('a condition that the template does not have is refused by name', () => {
  expect(() => holds('isMissing', scope)).toThrow('the template has no condition isMissing');
});

import { describe, expect, test } from 'vitest';
import { order } from '../../src/template/order.ts';
import type { Template } from '../../src/template/read-assembly.ts';

const orderOf = (Resources: Template['Resources'], Conditions: Template['Conditions'] = {}) =>
  order({ template: { Resources, Conditions }, pseudoParameters: { 'AWS::Region': 'us-east-1' } });

describe('the order of resources', () => {
  test('puts each after all that it refers to, however deep', () => {
    const ids = orderOf({
      Function: {
        Type: 'F',
        Properties: { Environment: { Variables: { TABLE: { Ref: 'Table' } } } },
        DependsOn: 'Policy',
      },
      Policy: { Type: 'P', Properties: { Statement: [{ Resource: { 'Fn::Sub': '${Table.Arn}/index' } }] } },
      Table: { Type: 'T' },
    });
    expect(ids).toEqual(['Table', 'Policy', 'Function']);
  });

  test('finds references behind functions that take a value apart', () => {
    const arn = { 'Fn::GetAtt': ['B', 'Arn'] };
    const name = { 'Fn::Select': [5, { 'Fn::Split': [':', arn] }] };
    expect(orderOf({ A: { Type: 'A', Properties: { name } }, B: { Type: 'B' } })).toEqual(['B', 'A']);
  });

  test('leaves out resources whose condition does not hold', () => {
    const ids = orderOf(
      { A: { Type: 'A', DependsOn: ['B'] }, B: { Type: 'B', Condition: 'never' } },
      { never: { 'Fn::Equals': ['a', 'b'] } },
    );
    expect(ids).toEqual(['A']);
  });

  test('names the circle when there is one', () => {
    const circle = {
      A: { Type: 'A', DependsOn: 'B' },
      B: { Type: 'B', DependsOn: 'C' },
      C: { Type: 'C', DependsOn: 'B' },
    };
    expect(() => orderOf(circle)).toThrow('in a circle: B → C → B');
  });

  test('names a reference to nothing', () => {
    expect(() => orderOf({ A: { Type: 'A', Properties: { x: { Ref: 'Nothing' } } } })).toThrow(
      'A refers to Nothing, which is not in the template',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { refusals } from '../../../scripts/deploy/refusals.ts';
import { readTemplateText, type Template } from '../../../scripts/deploy/template.ts';

function template(Type: string, Properties: Readonly<Record<string, unknown>>): Template {
  return { Resources: { Thing: { Type, Properties } } };
}

const location = (folder: string) => ({ 'Fn::Join': ['', ['s3://', { Ref: 'Bucket' }, `/${folder}/`]] });

describe('a change that would cost data is refused', () => {
  it.each([
    [
      'a table’s key',
      'AWS::DynamoDB::Table',
      { KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }] },
      { KeySchema: [{ AttributeName: 'b', KeyType: 'HASH' }] },
      'KeySchema',
    ],
    ['a table’s name', 'AWS::DynamoDB::Table', { TableName: 'one' }, { TableName: 'two' }, 'TableName'],
    ['a name where there was none', 'AWS::S3::Bucket', {}, { BucketName: 'lake' }, 'BucketName'],
    ['a stream’s name', 'AWS::Kinesis::Stream', { Name: 'one' }, { Name: 'two' }, 'Name'],
    [
      'how events come in',
      'AWS::KinesisFirehose::DeliveryStream',
      { DeliveryStreamType: 'DirectPut' },
      { DeliveryStreamType: 'KinesisStreamAsSource' },
      'DeliveryStreamType',
    ],
    [
      'the database’s name',
      'AWS::Glue::Database',
      { DatabaseInput: { Name: 'one' } },
      { DatabaseInput: { Name: 'two' } },
      'DatabaseInput.Name',
    ],
    [
      'a Glue table’s name',
      'AWS::Glue::Table',
      { TableInput: { Name: 'one' } },
      { TableInput: { Name: 'two' } },
      'TableInput.Name',
    ],
    [
      'where a table’s files are',
      'AWS::Glue::Table',
      { TableInput: { StorageDescriptor: { Location: location('events') } } },
      { TableInput: { StorageDescriptor: { Location: location('other') } } },
      'TableInput.StorageDescriptor.Location',
    ],
  ])('%s', (_, type, before, after, property) => {
    const found = refusals(template(type, before), template(type, after));
    expect(found).toMatchObject([{ logicalId: 'Thing', type, property }]);
    expect(found[0]?.message).toContain(`${property} would change from`);
    expect(found[0]?.message).toContain('--replace Thing');
  });

  it('a resource that is no longer there', () => {
    const found = refusals(template('AWS::Kinesis::Stream', {}), { Resources: {} });
    expect(found).toMatchObject([{ logicalId: 'Thing', message: expect.stringContaining('would be removed') }]);
  });

  it('a resource that becomes one of another type', () => {
    expect(refusals(template('AWS::S3::Bucket', {}), template('AWS::SNS::Topic', {}))).toHaveLength(1);
  });

  it('all of them at once, with the config’s key where there is one', () => {
    const before = { TableInput: { Name: 'one', StorageDescriptor: { Location: 'a' } } };
    const after = { TableInput: { Name: 'two', StorageDescriptor: { Location: 'b' } } };
    const found = refusals(template('AWS::Glue::Table', before), template('AWS::Glue::Table', after));
    expect(found.map(({ property }) => property)).toEqual(['TableInput.Name', 'TableInput.StorageDescriptor.Location']);
    expect(found[1]?.message).toContain('Set EVENTS_PREFIX or FAILED_PREFIX back');
  });
});

describe('a change that costs nothing is not', () => {
  it.each([
    ['protection', 'AWS::DynamoDB::Table', { DeletionProtectionEnabled: false }, { DeletionProtectionEnabled: true }],
    ['versions', 'AWS::S3::Bucket', {}, { VersioningConfiguration: { Status: 'Enabled' } }],
    ['retention', 'AWS::Kinesis::Stream', { RetentionPeriodHours: 24 }, { RetentionPeriodHours: 48 }],
    [
      'buffers',
      'AWS::KinesisFirehose::DeliveryStream',
      { ExtendedS3DestinationConfiguration: { BufferingHints: 1 } },
      {},
    ],
    ['a function’s name', 'AWS::Lambda::Function', { FunctionName: 'one' }, { FunctionName: 'two' }],
  ])('%s', (_, type, before, after) => {
    expect(refusals(template(type, before), template(type, after))).toEqual([]);
  });

  it('a first deployment', () => {
    expect(refusals({ Resources: {} }, template('AWS::S3::Bucket', {}))).toEqual([]);
  });
});

describe('reading a template', () => {
  it('takes types and properties', () => {
    const text = '{"Resources": {"A": {"Type": "T", "Properties": {"x": 1}}, "B": {"Type": "U"}}}';
    expect(readTemplateText(text).Resources).toEqual({ A: { Type: 'T', Properties: { x: 1 } }, B: { Type: 'U' } });
  });
  it.each([
    ['[]', 'not a JSON object'],
    ['{"Resources": {"A": {}}}', 'A has no Type'],
  ])('refuses %s', (text, message) => {
    expect(() => readTemplateText(text)).toThrow(message);
  });
});

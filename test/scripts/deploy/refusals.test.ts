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
    ['a smaller volume', 'AWS::EC2::Volume', { Size: 200 }, { Size: 100 }, 'Size'],
    [
      'a volume in another zone',
      'AWS::EC2::Volume',
      { AvailabilityZone: { 'Fn::GetAtt': ['One', 'AvailabilityZone'] } },
      { AvailabilityZone: { 'Fn::GetAtt': ['Two', 'AvailabilityZone'] } },
      'AvailabilityZone',
    ],
    [
      'how a password is made',
      'AWS::SecretsManager::Secret',
      { GenerateSecretString: { PasswordLength: 32 } },
      { GenerateSecretString: { PasswordLength: 40 } },
      'GenerateSecretString',
    ],
    ['a domain’s name', 'AWS::OpenSearchService::Domain', { DomainName: 'one' }, { DomainName: 'two' }, 'DomainName'],
    [
      'the name of a Flink application',
      'AWS::KinesisAnalyticsV2::Application',
      { ApplicationName: 'one' },
      { ApplicationName: 'two' },
      'ApplicationName',
    ],
  ])('%s', (_, type, before, after, property) => {
    const found = refusals('games', template(type, before), template(type, after));
    expect(found).toMatchObject([{ id: 'games/Thing', type, property }]);
    expect(found[0]?.message).toContain(`${property} would change from`);
    expect(found[0]?.message).toContain('--replace games/Thing');
  });

  it('a resource that is no longer there', () => {
    const found = refusals('games', template('AWS::Kinesis::Stream', {}), { Resources: {} });
    expect(found).toMatchObject([{ id: 'games/Thing', message: expect.stringContaining('would be removed') }]);
  });

  it('a resource that becomes one of another type', () => {
    expect(refusals('games', template('AWS::S3::Bucket', {}), template('AWS::SNS::Topic', {}))).toHaveLength(1);
  });

  it('all of them at once, with the config’s key where there is one', () => {
    const before = { TableInput: { Name: 'one', StorageDescriptor: { Location: 'a' } } };
    const after = { TableInput: { Name: 'two', StorageDescriptor: { Location: 'b' } } };
    const found = refusals('games', template('AWS::Glue::Table', before), template('AWS::Glue::Table', after));
    expect(found.map(({ property }) => property)).toEqual(['TableInput.Name', 'TableInput.StorageDescriptor.Location']);
    expect(found[1]?.message).toContain('Set EVENTS_PREFIX, COMPACTED_PREFIX or FAILED_PREFIX back');
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
    ['a larger volume', 'AWS::EC2::Volume', { Size: 100 }, { Size: 200 }],
    ['a function’s name', 'AWS::Lambda::Function', { FunctionName: 'one' }, { FunctionName: 'two' }],
  ])('%s', (_, type, before, after) => {
    expect(refusals('games', template(type, before), template(type, after))).toEqual([]);
  });

  it('a view that changes, becomes another or goes', () => {
    const view = { TableInput: { Name: 'login', TableType: 'VIRTUAL_VIEW', ViewOriginalText: 'a' } };
    const other = { TableInput: { Name: 'logins', TableType: 'VIRTUAL_VIEW', ViewOriginalText: 'b' } };
    expect(refusals('games', template('AWS::Glue::Table', view), template('AWS::Glue::Table', other))).toEqual([]);
    expect(refusals('games', template('AWS::Glue::Table', view), { Resources: {} })).toEqual([]);
  });

  describe('a table that becomes a view', () => {
    const table = (Name: string, folder: string, projected = true) => ({
      TableInput: {
        ...{ Name, TableType: 'EXTERNAL_TABLE', PartitionKeys: [{ Name: 'event_date' }] },
        Parameters: { 'projection.enabled': String(projected) },
        StorageDescriptor: { Location: location(folder) },
      },
    });
    const view = (Name: string) => ({
      TableInput: { Name, TableType: 'VIRTUAL_VIEW', PartitionKeys: [], StorageDescriptor: { Location: '' } },
    });
    const next = (Thing: object, Raw: object): Template => ({
      Resources: {
        Thing: { Type: 'AWS::Glue::Table', Properties: { ...Thing } },
        Raw: { Type: 'AWS::Glue::Table', Properties: { ...Raw } },
      },
    });
    const before = template('AWS::Glue::Table', table('events', 'a'));
    const found = (after: Template) => refusals('games', before, after).map(({ property }) => property);

    it('is let pass when another table has its files', () => {
      expect(found(next(view('events'), table('raw', 'a')))).toEqual([]);
    });
    it('is refused when none has, or only another view', () => {
      const lost = ['TableInput.PartitionKeys', 'TableInput.StorageDescriptor.Location'];
      expect(found(next(view('events'), table('raw', 'b')))).toEqual(lost);
      expect(found(next(view('events'), view('raw')))).toEqual(lost);
    });
    it('is refused when it has another name', () => {
      expect(found(next(view('other'), table('raw', 'a')))).toEqual(['TableInput.Name']);
    });
    it('is refused when its partitions were entered one by one', () => {
      const entered = template('AWS::Glue::Table', table('events', 'a', false));
      expect(refusals('games', entered, next(view('events'), table('raw', 'a')))).toHaveLength(2);
    });
  });

  it('a first deployment', () => {
    expect(refusals('games', { Resources: {} }, template('AWS::S3::Bucket', {}))).toEqual([]);
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

import { describe, expect, it } from 'vitest';
import { memoryKeys } from '../../../../functions/platform/compact-events/dynamodb-memory.ts';
import { modes } from '../../modes.ts';
import { type Json, synthesized } from '../../synthesized.ts';

const list = (value: Json): Json[] => (Array.isArray(value) ? value : [value]);

/** The last part of a resource, behind the bucket or the account. */
const tail = (resource: Json): string =>
  typeof resource === 'string' ? resource : String(resource['Fn::Join']?.[1].at(-1) ?? '');

describe.each(modes)('the compaction of $name', (mode) => {
  const stack = synthesized(mode);
  const durable = !mode.config.DEV_MODE;
  const ofCompaction = (type: string) =>
    stack.resources(type).filter(({ logicalId }) => logicalId.startsWith('Compaction'));
  const statements: Json[] = ofCompaction('AWS::IAM::Policy')
    .filter(({ logicalId }) => logicalId.includes('CompactEvents'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  const resourcesOf = (action: string) =>
    statements
      .filter(({ Action }) => list(Action).includes(action))
      .flatMap(({ Resource }) => list(Resource).map(tail));

  it('may read delivered files, and neither write nor delete them', () => {
    expect(resourcesOf('s3:GetObject')).toEqual(['/compacted/*', '/events/accepted/*', '/query-results/compaction/*']);
    expect(resourcesOf('s3:PutObject')).toEqual(['/compacted/*', '/query-results/compaction/*']);
    expect(resourcesOf('s3:DeleteObject')).toEqual(['/compacted/*']);
    const [listing] = statements.filter(({ Action }) => list(Action).includes('s3:ListBucket'));
    // HEAD of an object sends no prefix; without ListBucket a missing key is a 403 and not a 404:
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
    expect(listing.Condition).toEqual({
      StringLikeIfExists: { 's3:prefix': ['events/accepted/*', 'compacted/*', 'query-results/compaction/*'] },
    });
  });

  it('may make and drop its own tables alone, and change the two that it keeps', () => {
    const tables = (action: string) => resourcesOf(action).filter((name) => name.includes('table/'));
    expect(tables('glue:DeleteTable')).toEqual([':table/game_analytics/compacted_events_compaction_*']);
    expect(tables('glue:CreateTable')).toEqual([':table/game_analytics/compacted_events_compaction_*']);
    expect(tables('glue:UpdatePartition')).toEqual([':table/game_analytics/compacted_events']);
    expect(tables('glue:UpdateTable')).toEqual([':table/game_analytics/uncompacted_events']);
  });

  it('has a workgroup in which a statement says where its files go, and whose results expire', () => {
    const [workgroup, ...more] = ofCompaction('AWS::Athena::WorkGroup');
    expect(more).toEqual([]);
    expect(workgroup?.Properties).toMatchObject({
      Name: 'test-games-compaction',
      RecursiveDeleteOption: true,
      WorkGroupConfiguration: { EnforceWorkGroupConfiguration: false },
    });
    const location = workgroup?.Properties.WorkGroupConfiguration.ResultConfiguration.OutputLocation;
    expect(tail(location)).toBe('/query-results/compaction/');
    expect(stack.one('AWS::S3::Bucket').Properties.LifecycleConfiguration.Rules).toContainEqual(
      expect.objectContaining({ Prefix: 'query-results/', Status: 'Enabled' }),
    );
  });

  it('remembers in a table of its own, from which old items go', () => {
    const [table] = ofCompaction('AWS::DynamoDB::Table');
    expect(table?.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: memoryKeys.partition, KeyType: 'HASH' },
        { AttributeName: memoryKeys.sort, KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: memoryKeys.expiry, Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: durable },
    });
  });

  it('runs every hour, as long as a function may, by a role that can call it alone', () => {
    const [compact] = ofCompaction('AWS::Lambda::Function');
    expect(compact?.Properties.Timeout).toBe(900);
    const [schedule, ...more] = ofCompaction('AWS::Scheduler::Schedule');
    expect(more).toEqual([]);
    expect(schedule?.Properties).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
      Target: { Input: '{"all":false}' },
    });
    const [policy] = ofCompaction('AWS::IAM::Policy').filter(({ logicalId }) => logicalId.includes('Schedule'));
    expect(policy?.Properties.PolicyDocument.Statement).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [compact?.logicalId, 'Arn'] },
      },
    ]);
  });

  it('is watched: it fails again and again, or has come to no end for hours', () => {
    const alarms = ofAlarms();
    if (mode.config.EMAIL_ADDRESS === '') return expect(alarms).toEqual([]);
    expect(alarms).toMatchObject([
      { MetricName: 'Errors', Period: 10_800, Threshold: 2, TreatMissingData: 'notBreaching' },
      {
        ...{ MetricName: 'CompactionsDone', Namespace: 'GameAnalytics', Period: 21_600 },
        ...{ ComparisonOperator: 'LessThanThreshold', Threshold: 1, TreatMissingData: 'breaching' },
      },
    ]);
  });

  function ofAlarms(): Json[] {
    return stack
      .resources('AWS::CloudWatch::Alarm')
      .filter(({ logicalId }) => logicalId.includes('Compaction'))
      .map(({ Properties }) => Properties);
  }
});

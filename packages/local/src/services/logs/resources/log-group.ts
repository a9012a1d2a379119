import { open } from 'node:fs/promises';
import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import { LogFiles, reserveSpaceFor } from '../log-files.ts';

export const awsLogsLogGroup: ResourceKind = {
  type: 'AWS::Logs::LogGroup',
  support:
    'A file `logs/NAME.log` in the state directory. Logs do not expire and are not encrypted. Ignored: ' +
    'RetentionInDays, KmsKeyId, LogGroupClass, DataProtectionPolicy, FieldIndexPolicies, Tags.',
  async create(context) {
    const properties = new PropertyReader(context).only(
      'LogGroupName',
      'RetentionInDays',
      'KmsKeyId',
      'LogGroupClass',
      'DataProtectionPolicy',
      'FieldIndexPolicies',
      'Tags',
    );
    const { runtime, physicalName } = context;
    const name = properties.optionalText('LogGroupName') ?? physicalName;
    const file = new LogFiles(runtime.stateDirectory).group(name);
    await reserveSpaceFor(file);
    await (await open(file, 'a')).close();
    const arn = `arn:aws:logs:${runtime.region}:${runtime.accountId}:log-group:${name}:*`;
    return { ref: name, attributes: { Arn: arn } };
  },
};

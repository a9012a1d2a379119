import { open } from 'node:fs/promises';
import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import { LogFiles, reserveSpaceFor } from '../log-files.ts';

export const awsLogsLogStream: ResourceKind = {
  type: 'AWS::Logs::LogStream',
  support: 'A file in the folder of its log group.',
  async create(context) {
    const properties = new PropertyReader(context).only('LogGroupName', 'LogStreamName');
    const name = properties.optionalText('LogStreamName') ?? context.physicalName;
    const file = new LogFiles(context.runtime.stateDirectory).stream(properties.text('LogGroupName'), name);
    await reserveSpaceFor(file);
    await (await open(file, 'a')).close();
    return { ref: name, attributes: {} };
  },
};

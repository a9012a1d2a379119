import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { onTestFinished } from 'vitest';
import type { TableOptions } from '../../../src/services/dynamodb/dynamodb.ts';
import type { TableSettings } from '../../../src/services/dynamodb/table-settings.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { awsAccount } from '../../endpoint/aws-account.ts';

export const wallets = {
  TableName: 'Wallets',
  KeySchema: [{ AttributeName: 'player', KeyType: 'HASH' }],
  AttributeDefinitions: [
    { AttributeName: 'player', AttributeType: 'S' },
    { AttributeName: 'guild', AttributeType: 'S' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-guild',
      KeySchema: [{ AttributeName: 'guild', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
} satisfies TableSettings;

export const walletsArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/Wallets';

interface WalletOptions extends TableOptions {
  readonly actions?: readonly string[];
  readonly stateDirectory?: string;
}

/** An account with the table `Wallets`, and SDK clients of a role that may do `actions` with it. */
export async function walletAccount({ actions = ['dynamodb:*'], stateDirectory, ...options }: WalletOptions = {}) {
  const clock = { ms: Date.now() };
  const state = stateDirectory ?? temporaryDirectory();
  const account = await awsAccount({ stateDirectory: state, dynamodbClock: { now: () => clock.ms } });
  const { streamArn = '' } = await account.dynamodb.createTable(wallets, options);
  const settings = account.roleClient(actions, [walletsArn, `${walletsArn}/*`]);
  const sdk = new DynamoDBClient(settings);
  const streams = new DynamoDBStreamsClient(settings);
  onTestFinished(() => {
    sdk.destroy();
    streams.destroy();
  });
  /** Sets DynamoDB's clock forward. */
  const advance = (ms: number) => {
    clock.ms += ms;
  };
  return { ...account, state, advance, sdk, streams, streamArn, items: DynamoDBDocumentClient.from(sdk) };
}

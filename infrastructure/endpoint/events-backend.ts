import { Aws } from 'aws-cdk-lib';

/** A stream that takes events straight from API Gateway, with no function between. */
export interface EventsBackend {
  readonly service: 'firehose' | 'kinesis';
  readonly streamName: string;
  readonly streamArn: string;
}

/** What API Gateway needs to know to talk to a kind of stream. */
export interface EventsAction {
  readonly action: string;
  readonly permission: string;
  /** Told to a client whose request is too large. */
  readonly limits: string;
}

/**
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 */
export const eventsActions: Readonly<Record<EventsBackend['service'], EventsAction>> = {
  firehose: {
    action: 'PutRecordBatch',
    permission: 'firehose:PutRecordBatch',
    limits: 'A request may have at most 4 MiB and an event at most 1,000 KiB',
  },
  kinesis: {
    action: 'PutRecords',
    permission: 'kinesis:PutRecords',
    limits: 'A request may have at most 10 MB and an event at most 1 MiB',
  },
};

/** The address by which an integration calls the service. */
export function actionUri({ service }: EventsBackend): string {
  return `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:${service}:action/${eventsActions[service].action}`;
}

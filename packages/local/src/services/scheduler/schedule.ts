import { errorMessage } from '../../error-message.ts';
import { PropertyReader } from '../../resources/property-reader.ts';
import { type ScheduleTimes, scheduleTimes } from './schedule-expression.ts';

/** A schedule of the template, ready to run. */
export interface Schedule {
  readonly name: string;
  readonly group: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly expression: string;
  readonly times: ScheduleTimes;
  readonly enabled: boolean;
  readonly target: Target;
}

export interface Target {
  /** Of a Lambda function. */
  readonly arn: string;
  readonly roleArn: string;
  /** JSON text, in which `<aws.scheduler.…>` stands for what is known only when it runs. */
  readonly input: string;
  /** How often a call that the target's service could not take is made again. */
  readonly retries: number;
  /** Seconds after which it is given up. */
  readonly maxAgeSeconds: number;
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
const defaultRetries = 185;
const defaultAgeSeconds = 86_400;

export interface ScheduleSource {
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly defaultName: string;
  readonly arnOf: (group: string, name: string) => string;
}

/** Reads a template's properties; throws naming what is not supported. */
export function readSchedule({ logicalId, properties, defaultName, arnOf }: ScheduleSource): Schedule {
  const reader = new PropertyReader({ logicalId, properties }).only(
    ...['Name', 'GroupName', 'Description', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'State', 'Target'],
    'FlexibleTimeWindow',
  );
  const name = reader.optionalText('Name') ?? defaultName;
  const group = reader.optionalText('GroupName') ?? 'default';
  const timezone = reader.optionalText('ScheduleExpressionTimezone') ?? 'UTC';
  if (timezone !== 'UTC') throw new Error(`${logicalId}: ScheduleExpressionTimezone ${timezone}: here it can be UTC`);
  const state = reader.optionalText('State') ?? 'ENABLED';
  if (!['ENABLED', 'DISABLED'].includes(state)) throw new Error(`${logicalId}: State ${state} is not known`);
  // Within its window AWS may run a schedule at any time; the beginning is one.
  reader.object('FlexibleTimeWindow')?.only('Mode', 'MaximumWindowInMinutes').text('Mode');
  const expression = reader.text('ScheduleExpression');
  return {
    name,
    group,
    arn: arnOf(group, name),
    description: reader.optionalText('Description'),
    expression,
    times: timesOf(logicalId, expression),
    enabled: state === 'ENABLED',
    target: readTarget(logicalId, reader),
  };
}

function timesOf(logicalId: string, expression: string): ScheduleTimes {
  try {
    return scheduleTimes(expression);
  } catch (error) {
    const reason = errorMessage(error);
    throw new Error(`${logicalId}.ScheduleExpression: ${reason}`, { cause: error });
  }
}

function readTarget(logicalId: string, reader: PropertyReader): Target {
  const target = reader.object('Target')?.only('Arn', 'RoleArn', 'Input', 'RetryPolicy');
  if (target === undefined) throw new Error(`${logicalId}.Target is required`);
  const arn = target.text('Arn');
  if (!/^arn:aws:lambda:[^:]+:\d{12}:function:[^:]+(:\$LATEST)?$/.test(arn)) {
    throw new Error(`${logicalId}.Target.Arn ${arn} is not supported: here it can be a Lambda function`);
  }
  const input = target.text('Input');
  try {
    JSON.parse(input);
  } catch {
    // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html
    throw new Error(`${logicalId}.Target.Input must be JSON for a Lambda function`);
  }
  const policy = target.object('RetryPolicy')?.only('MaximumRetryAttempts', 'MaximumEventAgeInSeconds');
  return {
    arn,
    roleArn: target.text('RoleArn'),
    input,
    retries: numberOf(logicalId, policy?.raw('MaximumRetryAttempts') ?? defaultRetries, 0, 185),
    maxAgeSeconds: numberOf(logicalId, policy?.raw('MaximumEventAgeInSeconds') ?? defaultAgeSeconds, 60, 86_400),
  };
}

function numberOf(logicalId: string, value: unknown, least: number, most: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Error(`${logicalId}.Target.RetryPolicy: ${value} must be a whole number from ${least} to ${most}`);
}

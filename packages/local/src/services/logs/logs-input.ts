import { ServiceError } from '../../service.ts';

export type LogsInput = Readonly<Record<string, unknown>>;

export function readText(input: LogsInput, name: string): string {
  return optionalText(input, name) ?? fail(`${name} must be text`);
}

export function optionalText(input: LogsInput, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' && value !== '' ? value : fail(`${name} must be text`);
}

export function optionalNumber(input: LogsInput, name: string): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' && Number.isInteger(value) ? value : fail(`${name} must be a whole number`);
}

/** A group by its name, or by its ARN in `logGroupIdentifier`. */
export function readGroup(input: LogsInput): string {
  const name = optionalText(input, 'logGroupName') ?? optionalText(input, 'logGroupIdentifier');
  return (
    name?.replace(/^arn:aws:logs:[^:]*:[^:]*:log-group:/, '').replace(/:\*$/, '') ?? fail('logGroupName is missing')
  );
}

export interface NewEvent {
  readonly timestamp: number;
  readonly message: string;
}

export function readNewEvents({ logEvents }: LogsInput): NewEvent[] {
  if (!Array.isArray(logEvents) || logEvents.length === 0) return fail('logEvents must be a list of events');
  return logEvents.map((event: unknown) => {
    if (typeof event === 'object' && event !== null && 'timestamp' in event && 'message' in event) {
      const { timestamp, message } = event;
      if (Number.isInteger(timestamp) && Number(timestamp) >= 0 && typeof message === 'string' && message !== '') {
        return { timestamp: Number(timestamp), message };
      }
    }
    return fail('each event needs a timestamp in milliseconds and a message');
  });
}

export function fail(message: string): never {
  throw new ServiceError('InvalidParameterException', message);
}

import { ConfigurationReader } from './configuration-reader.ts';

/** What happens to records between source and destination. */
export interface Processors {
  readonly lambda?: LambdaProcessor;
  /** A newline after each delivered record (`AppendDelimiterToRecord`). */
  readonly appendNewline: boolean;
}

export interface LambdaProcessor {
  readonly functionArn: string;
  readonly roleArn: string;
  /** Invocations after the first one that failed. */
  readonly retries: number;
  readonly bufferBytes: number;
  readonly bufferSeconds: number;
}

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_ProcessorParameter.html, defaults included */
export function readProcessors(reader: ConfigurationReader | undefined, defaultRoleArn: string): Processors {
  if (!reader) return { appendNewline: false };
  const enabled = reader.flag('Enabled', false);
  let lambda: LambdaProcessor | undefined;
  let appendNewline = false;
  for (const processor of reader.list('Processors')) {
    const parameters = readParameters(processor);
    const type = processor.choice('Type', ['Lambda', 'AppendDelimiterToRecord'], 'Lambda');
    processor.end();
    if (type === 'AppendDelimiterToRecord') {
      const delimiter = parameters.optionalText('Delimiter') ?? '\\n';
      if (delimiter !== '\\n' && delimiter !== '\n') parameters.refuse('Delimiter', 'can only be \\n');
      appendNewline = true;
    } else {
      if (lambda) return reader.refuse('Processors', 'holds more than one Lambda processor');
      lambda = readLambda(parameters, defaultRoleArn);
    }
    parameters.end();
  }
  reader.end();
  return enabled ? { ...(lambda && { lambda }), appendNewline } : { appendNewline: false };
}

function readLambda(parameters: ConfigurationReader, defaultRoleArn: string): LambdaProcessor {
  return {
    functionArn: parameters.text('LambdaArn'),
    roleArn: parameters.optionalText('RoleArn') ?? defaultRoleArn,
    retries: parameters.number('NumberOfRetries', { min: 0, max: 300, fallback: 3 }),
    bufferBytes: parameters.number('BufferSizeInMBs', { min: 0.2, max: 3, fallback: 1 }) * 1024 * 1024,
    bufferSeconds: parameters.number('BufferIntervalInSeconds', { min: 0, max: 900, fallback: 60 }),
  };
}

function readParameters(processor: ConfigurationReader): ConfigurationReader {
  const pairs = processor.list('Parameters').map((parameter): [string, string] => {
    const pair: [string, string] = [parameter.text('ParameterName'), parameter.text('ParameterValue')];
    parameter.end();
    return pair;
  });
  return new ConfigurationReader(`${processor.path}.Parameters`, Object.fromEntries(pairs));
}

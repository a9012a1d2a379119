import { ServiceError } from '../../../service.ts';
import { integer } from '../members.ts';
import { operation, streamArn, streamReference } from '../operation.ts';
import { maxRecordSize, streamModeDetails } from './create-stream.ts';

const retention = { ...streamReference, RetentionPeriodHours: integer(1, 8760) };

export const increaseStreamRetentionPeriod = operation({
  name: 'IncreaseStreamRetentionPeriod',
  members: retention,
  async run(input, streams) {
    const hours = input.RetentionPeriodHours;
    refuseShort(hours);
    await streams.stream(input).change((settings) => {
      if (hours < settings.retentionHours) throw refusal(hours, settings.name, 'shorter', settings.retentionHours);
      return { ...settings, retentionHours: hours };
    });
    return {};
  },
});

export const decreaseStreamRetentionPeriod = operation({
  name: 'DecreaseStreamRetentionPeriod',
  members: retention,
  async run(input, streams) {
    const hours = input.RetentionPeriodHours;
    refuseShort(hours);
    const stream = streams.stream(input);
    await stream.change((settings) => {
      if (hours > settings.retentionHours) throw refusal(hours, settings.name, 'longer', settings.retentionHours);
      return { ...settings, retentionHours: hours };
    });
    await stream.trim();
    return {};
  },
});

export const updateStreamMode = operation({
  name: 'UpdateStreamMode',
  members: { StreamARN: streamArn, StreamModeDetails: streamModeDetails },
  async run(input, streams) {
    const mode = input.StreamModeDetails.StreamMode;
    await streams.stream(input).change((settings) => ({ ...settings, mode }));
    return {};
  },
});

export const updateMaxRecordSize = operation({
  name: 'UpdateMaxRecordSize',
  members: { StreamARN: streamArn, MaxRecordSizeInKiB: maxRecordSize },
  async run(input, streams) {
    const maxRecordKiB = input.MaxRecordSizeInKiB;
    await streams.stream(input).change((settings) => ({ ...settings, maxRecordKiB }));
    return {};
  },
});

function refuseShort(hours: number): void {
  if (hours >= 24) return;
  throw new ServiceError(
    'InvalidArgumentException',
    `Minimum allowed retention period is 24 hours. Requested retention period (${hours} hours) is too short.`,
  );
}

function refusal(hours: number, stream: string, way: 'shorter' | 'longer', existing: number): ServiceError {
  return new ServiceError(
    'InvalidArgumentException',
    `Requested retention period (${hours} hours) for stream ${stream} can not be ${way} than existing retention ` +
      `period (${existing} hours). Use ${way === 'shorter' ? 'Decrease' : 'Increase'}StreamRetentionPeriod API.`,
  );
}

/**
 * The largest event that every way into the pipeline takes: 1,000 KiB less what the API puts around an event. Firehose takes
 * records of 1,000 KiB, Kinesis of 1 MiB with the partition key.
 * https://docs.aws.amazon.com/firehose/latest/dev/limits.html
 */
export const maxEventBytes = 1000 * 1024 - 512;

/** In words, for the sender of the event that `name` stands for. */
export function tooLarge(name: string): string {
  return `${name}: is larger than ${maxEventBytes} bytes, the limit of an event`;
}

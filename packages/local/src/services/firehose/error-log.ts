import { appendFile } from 'node:fs/promises';
import type { Runtime } from '../../runtime.ts';
import { LogFiles, reserveSpaceFor } from '../logs/log-files.ts';
import type { Place } from './configuration.ts';

/**
 * Errors of one delivery stream, as lines of its CloudWatch log group (`<state>/logs/<group>.log`) when the template
 * turns logging on. The role needs logs:PutLogEvents; without it one line at the terminal says so.
 * https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html
 */
export class ErrorLog {
  readonly #runtime: Runtime;
  readonly #deliveryStreamArn: string;
  readonly #place: Place;
  #refusal: string | undefined;

  constructor(runtime: Runtime, deliveryStreamArn: string, place: Place) {
    this.#runtime = runtime;
    this.#deliveryStreamArn = deliveryStreamArn;
    this.#place = place;
  }

  async write(errorCode: string, message: string): Promise<void> {
    const { log, bucketArn } = this.#place;
    if (!log) return;
    try {
      this.#authorize(log.group, log.stream);
      const event = {
        deliveryStreamARN: this.#deliveryStreamArn,
        destination: bucketArn,
        deliveryStreamVersionId: 1,
        message,
        errorCode,
      };
      const file = new LogFiles(this.#runtime.stateDirectory).group(log.group);
      await reserveSpaceFor(file);
      await appendFile(file, `${new Date(this.#runtime.clock.now()).toISOString()} ${JSON.stringify(event)}\n`);
    } catch (error) {
      this.#complain(String(error));
    }
  }

  #authorize(group: string, stream: string): void {
    const { region, accountId, services } = this.#runtime;
    const resource = `arn:aws:logs:${region}:${accountId}:log-group:${group}:log-stream:${stream}`;
    services.authorize({ arn: this.#place.roleArn }, { action: 'logs:PutLogEvents', resource });
  }

  #complain(refusal: string): void {
    if (this.#refusal === refusal) return;
    this.#refusal = refusal;
    this.#runtime.log(`firehose: the error log of ${this.#deliveryStreamArn} cannot be written: ${refusal}`);
  }
}

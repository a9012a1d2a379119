import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { isObject, parseJson } from '../../../../schemas/parse-json.ts';
import type { Connection } from '../../connection.ts';
import type { FailedRecord } from './failed-batch.ts';

/** What a function made of records that were sent to it again. */
export type LoaderAnswer =
  | { readonly kind: 'done' }
  /** The indexes of the records that it says it could not take; what stands before the lowest is done. */
  | { readonly kind: 'partly'; readonly failed: ReadonlySet<number> }
  | { readonly kind: 'failed'; readonly message: string };

/** The functions of the pipeline that load the real-time stores. */
export class Loaders {
  readonly #client: LambdaClient;
  readonly #names: ReadonlySet<string | undefined>;

  constructor({ outputs, clientSettings }: Connection) {
    this.#client = new LambdaClient(clientSettings);
    this.#names = new Set([outputs.LoadFunction, outputs.IndexFunction]);
  }

  /** What is stored in a bucket names a function: only the pipeline's own is invoked. */
  has(functionArn: string): boolean {
    return this.#names.has(functionNameOf(functionArn));
  }

  /** Invokes the function with the records as Lambda did. */
  async send(functionArn: string, records: readonly FailedRecord[]): Promise<LoaderAnswer> {
    const Payload = JSON.stringify({ Records: records.map(({ entry }) => entry) });
    // By its name, which is one of the pipeline's: what is stored could name an account and a version besides.
    const FunctionName = functionNameOf(functionArn);
    const output = await this.#client.send(new InvokeCommand({ FunctionName, Payload }));
    const answer = parseJson(Buffer.from(output.Payload ?? []).toString());
    if (output.FunctionError !== undefined) return { kind: 'failed', message: messageIn(answer) };
    const failures = isObject(answer) && Array.isArray(answer.batchItemFailures) ? answer.batchItemFailures : [];
    if (failures.length === 0) return { kind: 'done' };
    const indexes = new Map(records.map(({ sequenceNumber }, index) => [sequenceNumber, index]));
    const failed = new Set<number>();
    for (const failure of failures) {
      const index = isObject(failure) ? indexes.get(String(failure.itemIdentifier)) : undefined;
      if (index === undefined) return { kind: 'failed', message: 'it does not say which records failed' };
      failed.add(index);
    }
    return { kind: 'partly', failed };
  }

  close(): void {
    this.#client.destroy();
  }
}

function messageIn(answer: unknown): string {
  return isObject(answer) && typeof answer.errorMessage === 'string' ? answer.errorMessage : 'it failed';
}

/** An ARN may end in a version or an alias. */
export function functionNameOf(functionArn: string): string {
  return functionArn.replace(/^.*:function:/, '').replace(/:.*$/, '');
}

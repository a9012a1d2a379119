import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { FunctionSettings, Invocation } from './function-settings.ts';

/** What bootstrap.mjs sends. */
type Message =
  | { kind: 'ready' }
  | { kind: 'callback'; path: string; body: string }
  | { kind: 'answer'; ok: boolean; payload: string };

/** Takes a line of a function's log; `call` is what was invoked when it was written, if that has a name. */
export type WriteLine = (line: string, call: symbol | undefined) => void;

/** Host of the answer addresses that custom resources get; see bootstrap.mjs. */
export const callbackHost = 'cloudformation-custom-resource-response.local';

/** AWS's quotas for a synchronous call. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const responseLimitBytes = 6 * 1024 * 1024 + 100 * 1024;

const bootstrap = new URL('./bootstrap.mjs', import.meta.url);

/**
 * One execution environment: a worker thread that has loaded the handler and runs one invocation at a time, with the
 * memory and the environment of the template. After a timeout or a crash it is `broken` and must be thrown away.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export class ExecutionEnvironment {
  broken = false;
  readonly #settings: FunctionSettings;
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  readonly #write: WriteLine;
  readonly #onCallback: (path: string, body: string) => void;
  /** Of the invocation that is under way, or was the last: its last lines may come after its end. */
  #call: symbol | undefined;

  constructor(settings: FunctionSettings, write: WriteLine, onCallback: (path: string, body: string) => void) {
    this.#settings = settings;
    this.#write = write;
    this.#onCallback = onCallback;
    this.#worker = new Worker(bootstrap, {
      workerData: {
        handlerFile: settings.handlerFile,
        exportName: settings.exportName,
        callbackHost,
        routes: settings.routes?.(),
      },
      env: { ...settings.environment },
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: settings.memoryMegabytes },
    });
    for (const output of [this.#worker.stdout, this.#worker.stderr]) this.#copy(output);
    this.#worker.unref();
    this.#ready = new Promise((resolve, reject) => {
      this.#worker.once('message', () => resolve());
      this.#worker.once('error', reject);
      this.#worker.once('exit', (code) => reject(new Error(`the execution environment exited with ${code}`)));
    });
    this.#ready.catch(() => {});
    // Also between invocations: by what the handler left running.
    for (const end of ['error', 'exit']) {
      this.#worker.on(end, () => {
        this.broken = true;
      });
    }
  }

  /** `call` goes with each line that the invocation writes. */
  async invoke(payload: string, call?: symbol): Promise<Invocation> {
    this.#call = call;
    const { functionArn, functionName, memoryMegabytes, timeoutSeconds, logGroup } = this.#settings;
    const requestId = randomUUID();
    const start = Date.now();
    try {
      await this.#ready;
    } catch (error) {
      return this.#fail(requestId, 'Unhandled', describe(error));
    }
    const running = Date.now();
    this.#log(`START RequestId: ${requestId} Version: $LATEST`);
    const outcome = await new Promise<Invocation>((resolve) => {
      const timer = setTimeout(() => {
        const seconds = timeoutSeconds.toFixed(2);
        const message = `${new Date().toISOString()} ${requestId} Task timed out after ${seconds} seconds`;
        resolve(this.#fail(requestId, 'Unhandled', { errorMessage: message }));
      }, timeoutSeconds * 1000);
      const onError = (error: unknown) => {
        clearTimeout(timer);
        resolve(this.#fail(requestId, 'Unhandled', describe(error)));
      };
      const onExit = (code: number) =>
        onError(
          Object.assign(new Error(`RequestId: ${requestId} Error: Runtime exited with status ${code}`), {
            name: 'Runtime.ExitError',
          }),
        );
      const onMessage = (message: Message) => {
        if (message.kind === 'callback') this.#onCallback(message.path, message.body);
        if (message.kind !== 'answer') return;
        clearTimeout(timer);
        this.#worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        resolve(
          message.ok
            ? this.#limit(requestId, message.payload)
            : { requestId, functionError: 'Unhandled', payload: message.payload },
        );
      };
      this.#worker.on('message', onMessage).once('error', onError).once('exit', onExit);
      this.#worker.postMessage({
        payload,
        deadline: running + timeoutSeconds * 1000,
        requestId,
        functionArn,
        functionName,
        memoryMegabytes,
        logGroup,
        routes: this.#settings.routes?.(),
      });
    });
    this.#log(`END RequestId: ${requestId}`);
    this.#log(
      `REPORT RequestId: ${requestId} Duration: ${Date.now() - running} ms Init Duration: ${running - start} ms`,
    );
    return outcome;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #limit(requestId: string, payload: string): Invocation {
    const size = Buffer.byteLength(payload);
    if (size <= responseLimitBytes) return { requestId, payload };
    return this.#fail(requestId, 'Unhandled', {
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: `Response payload size (${size} bytes) exceeded maximum allowed payload size (6291556 bytes).`,
    });
  }

  #fail(requestId: string, functionError: string, description: Record<string, unknown>): Invocation {
    this.broken = true;
    this.#log(`ERROR RequestId: ${requestId} ${JSON.stringify(description)}`);
    void this.#worker.terminate();
    return { requestId, functionError, payload: JSON.stringify(description) };
  }

  #log(line: string): void {
    this.#write(line, this.#call);
  }

  #copy(output: Readable): void {
    output.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n')) if (line) this.#log(line);
    });
  }
}

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { errorType: 'Error', errorMessage: String(error) };
  const outOfMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
  return outOfMemory
    ? { errorType: 'Runtime.OutOfMemory', errorMessage: 'Error: Runtime exited with error: signal: killed' }
    : { errorType: error.name, errorMessage: error.message };
}

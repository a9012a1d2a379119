import { ServiceRegistry } from '../src/endpoint/services.ts';
import type { Runtime } from '../src/runtime.ts';

/** A runtime on `stateDirectory` in which everyone may do everything; `lines` collects what is logged. */
export function testRuntime(stateDirectory: string, changes: Partial<Runtime> = {}): Runtime & { lines: string[] } {
  const lines: string[] = [];
  return {
    region: 'us-east-1',
    accountId: '000000000000',
    stateDirectory,
    services: new ServiceRegistry(() => undefined),
    clock: { now: () => Date.now() },
    bufferSeconds: undefined,
    endpointUrl: 'http://127.0.0.1:1',
    log: (line) => lines.push(line),
    ...changes,
    lines,
  };
}

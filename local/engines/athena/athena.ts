import type { Runtime } from '../../runtime.ts';
import type { Service } from '../../service.ts';
export class Athena {
  readonly service: Service = { name: 'athena', targetPrefix: 'AmazonAthena', actions: {} };
  constructor(_runtime: Runtime) {}
  async close(): Promise<void> {}
}

import type { Engines } from './engines.ts';
import { type Service, ServiceError } from './service.ts';

/** What the local runtime itself answers, beside the services of AWS: for the command line and the console page. */
export function runtimeControl(engines: Engines): Service {
  const permissions = () => [{ action: 'local:Control', resource: '*' }];
  return {
    name: 'local',
    targetPrefix: 'LocalRuntime',
    actions: {
      /** Delivers everything that was acknowledged before the call. */
      Flush: {
        permissions,
        run: async () => {
          await engines.firehose.flush().catch((error: unknown) => {
            if (error instanceof ServiceError) throw error;
            throw new ServiceError('NotDelivered', error instanceof Error ? error.message : String(error), 503);
          });
          return {};
        },
      },
      Status: { permissions, run: () => ({ deliveryStreams: engines.firehose.status() }) },
    },
  };
}

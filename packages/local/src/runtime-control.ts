import { errorMessage } from './error-message.ts';
import { type Service, ServiceError } from './service.ts';
import type { ServiceGraph } from './service-graph.ts';

/** What the local runtime itself answers, beside the services of AWS: for the command line and the console page. */
export function runtimeControl(services: Pick<ServiceGraph, 'flush' | 'status'>): Service {
  const permissions = () => [{ action: 'local:Control', resource: '*' }];
  return {
    name: 'local',
    targetPrefix: 'LocalRuntime',
    actions: {
      /** Delivers everything that was acknowledged before the call. */
      Flush: {
        permissions,
        run: async () => {
          await services.flush().catch((reason: unknown) => {
            throw notDelivered(reason);
          });
          return {};
        },
      },
      Status: { permissions, run: () => services.status() },
    },
  };
}

function notDelivered(reason: unknown): ServiceError {
  if (reason instanceof ServiceError) return reason;
  return new ServiceError('NotDelivered', errorMessage(reason), 503);
}

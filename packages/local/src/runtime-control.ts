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
          const viaApplications = async () => {
            await engines.kinesisAnalytics.flush();
            await engines.lambda.mappings.flush();
          };
          // All of them, whichever fails.
          const flushed = await Promise.allSettled([engines.firehose.flush(), viaApplications()]);
          for (const result of flushed) if (result.status === 'rejected') throw notDelivered(result.reason);
          return {};
        },
      },
      Status: {
        permissions,
        run: () => ({
          deliveryStreams: engines.firehose.status(),
          eventSourceMappings: engines.lambda.mappings.status(),
          applications: engines.kinesisAnalytics.status(),
        }),
      },
    },
  };
}

function notDelivered(reason: unknown): ServiceError {
  if (reason instanceof ServiceError) return reason;
  return new ServiceError('NotDelivered', reason instanceof Error ? reason.message : String(reason), 503);
}

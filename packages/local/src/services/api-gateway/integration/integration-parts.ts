import type { Runtime } from '../../../runtime.ts';
import type { IntegrationResponses } from './integration-responses.ts';
import type { RequestMapping } from './templates.ts';

/** What every kind of integration may use. */
export interface IntegrationParts {
  /** `POST /applications/{id}/events`, for messages. */
  readonly where: string;
  readonly runtime: Runtime;
  readonly roleArn: string | undefined;
  readonly mapRequest: RequestMapping;
  readonly responses: IntegrationResponses;
}

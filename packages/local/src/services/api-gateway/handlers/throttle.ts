import type { Handler } from '../call/call.ts';
import { refuse } from '../responses/refusal.ts';
import { type MethodSetting, StageThrottle } from './stage-throttle.ts';

/** Answers what exceeds the rate of the stage's settings. */
export function throttle(settings: readonly MethodSetting[], now: () => number): Handler {
  const stage = new StageThrottle(settings, now);
  return ({ context: { resourcePath = '', httpMethod } }) =>
    stage.take(resourcePath, httpMethod) ? undefined : refuse('THROTTLED');
}

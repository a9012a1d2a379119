import type { Handler } from '../call/call.ts';
import type { Api } from '../definition/api.ts';
import { decodeContent } from './decode-content.ts';
import { findMethod } from './find-method.ts';
import { authorize, integrate, validate } from './method-steps.ts';
import { refuseRepeatedAuthorization } from './refuse-repeated-authorization.ts';
import { refuseUnread } from './refuse-unread.ts';
import type { MethodSetting } from './stage-throttle.ts';
import { throttle } from './throttle.ts';

/** The way of a call through a stage. */
export function stageHandlers(api: Api, settings: readonly MethodSetting[], now: () => number): readonly Handler[] {
  return [
    refuseUnread,
    refuseRepeatedAuthorization,
    findMethod(api),
    throttle(settings, now),
    authorize,
    decodeContent,
    validate,
    integrate,
  ];
}

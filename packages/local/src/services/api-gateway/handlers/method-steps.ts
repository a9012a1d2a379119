import type { Handler } from '../call/call.ts';

/** Answers callers whom the method does not let in. */
export const authorize: Handler = (call) => call.method?.authorize?.(call);

/** Answers requests that the method's request validator refuses. */
export const validate: Handler = (call) => call.method?.validate(call);

/** Answers what the method's integration answers. */
export const integrate: Handler = (call) => call.method?.integrate(call);

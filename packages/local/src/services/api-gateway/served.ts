import type { Answer } from './call/call.ts';

/** An answer and what is to be done once it is sent. */
export interface Served {
  readonly answer: Answer;
  sent(): void;
}

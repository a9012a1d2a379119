import type { Handler } from '../call/call.ts';
import { refuse } from '../responses/refusal.ts';

/** Answers requests whose body was too large, or that came when there was no memory for it. */
export const refuseUnread: Handler = ({ unread }) => unread && refuse(unread);

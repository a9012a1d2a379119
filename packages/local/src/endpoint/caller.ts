import type { Principal } from '../service.ts';
import type { SignedRequest, Verified } from '../services/iam/sigv4.ts';
import type { Incoming, Outgoing } from './exchange.ts';
import type { ServiceRegistry } from './services.ts';

/** What every protocol needs: to know who calls, and whom to ask. */
export interface Caller {
  readonly registry: ServiceRegistry;
  readonly s3: StreamingService;
  /** Throws as `verifySignature` does. */
  verify(request: SignedRequest, service?: string): Verified;
  /** Tells the person at the terminal of an error that is not the client's. */
  report(error: unknown, where: string): void;
}

/** A service that reads and writes bodies itself, after the signature over the headers is verified. */
export interface StreamingService {
  handle(incoming: Incoming, outgoing: Outgoing, principal: Principal): Promise<void> | void;
}

/** Where a host name and port of AWS are on this machine. */
export interface Route {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Set where clients trust the certificate without being told to, as those that Amazon's public authorities sign. */
  readonly authority?: string;
}

/** By `host:port`, the host in lower case. */
export type Routes = Readonly<Record<string, Route>>;

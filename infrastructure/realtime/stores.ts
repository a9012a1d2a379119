/** A ClickHouse that this deployment runs. */
export interface OwnClickHouse {
  readonly instanceType: string;
  readonly volumeGib: number;
}

/** A ClickHouse that is there already, reached over the internet. */
export interface ExistingClickHouse {
  readonly url: string;
  readonly secretArn: string;
  /** Empty: tables are made on the one server. */
  readonly cluster: string;
}

export interface OpenSearchSize {
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly volumeGib: number;
}

/** The stores of real-time results: at least one of the two. */
export interface RealTimeStores {
  readonly clickHouse: OwnClickHouse | ExistingClickHouse | undefined;
  readonly openSearch: OpenSearchSize | undefined;
}

export function isExisting(clickHouse: OwnClickHouse | ExistingClickHouse): clickHouse is ExistingClickHouse {
  return 'url' in clickHouse;
}

/** Whether one of the stores is in a private network. */
export function needsNetwork({ clickHouse, openSearch }: RealTimeStores): boolean {
  return openSearch !== undefined || (clickHouse !== undefined && !isExisting(clickHouse));
}

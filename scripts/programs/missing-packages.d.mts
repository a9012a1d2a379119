interface Lock {
  readonly packages?: Readonly<
    Record<string, { version?: string; integrity?: string; link?: boolean; optional?: boolean; devOptional?: boolean }>
  >;
}

export function missingPackages(lock: Lock, installed: Lock | undefined): string[];

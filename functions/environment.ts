export type Environment = Readonly<Record<string, string | undefined>>;

/** The named variable's value. Throws naming it when it is missing or empty. */
export function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new Error(`Environment variable ${name} is missing`);
  return value;
}

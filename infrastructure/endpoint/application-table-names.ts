/**
 * Names of the tables of applications and keys. They are given, so that the stages behind the endpoint can name a table
 * whose stack is deployed after theirs. They are data: never change them.
 */
export function applicationTableNames(workloadName: string): { applications: string; authorizations: string } {
  return { applications: `${workloadName}-applications`, authorizations: `${workloadName}-authorizations` };
}

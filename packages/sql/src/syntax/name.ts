/** A name as written (`text`) and as it is compared (`key`, lower case). */
export interface Name {
  readonly text: string;
  readonly key: string;
}

type JsonSchema = Readonly<Record<string, unknown>>;

/** null and the empty text. An optional member with such a value counts as absent: many clients write them for the unknown. */
export const absentValue: JsonSchema = { type: ['null', 'string'], maxLength: 0 };

/** The schema of an optional member: what `schema` accepts, or a value that means absent. */
export function orAbsent(schema: JsonSchema): JsonSchema {
  return { if: absentValue, else: schema };
}

/** The properties of an object, those that are not required or absent. */
export function withAbsent(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, required.includes(name) ? schema : orAbsent(schema)]),
  );
}

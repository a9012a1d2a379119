/** A tree without the places where its parts stood. */
export function withoutPositions(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value) => {
      const isPosition = (key === 'line' || key === 'column') && typeof value === 'number';
      return isPosition ? undefined : value;
    }),
  );
}

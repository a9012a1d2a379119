/** Listens on the port that is `distance` after the API's (0: a free one). Throws in one line when it is taken. */
export async function listenNear<T>(
  apiPort: number,
  distance: number,
  listen: (port: number) => Promise<T>,
): Promise<T> {
  const port = apiPort === 0 ? 0 : apiPort + distance;
  try {
    return await listen(port);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    const reason = `port ${port} is taken by another program: the API's port and the two after it must be free`;
    throw new Error(`${reason}; choose another --port, or 0 for any`, { cause: error });
  }
}

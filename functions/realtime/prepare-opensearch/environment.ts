/** The function needs nothing beyond what Lambda sets itself: what it works on comes with each request. */
export const environmentNames = {} as const;

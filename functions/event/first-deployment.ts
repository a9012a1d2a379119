/**
 * No pipeline of this kind was deployed before (milliseconds since the epoch): nothing was received earlier. Days and
 * hours of the tables begin here, and no record is believed to have been received before, whatever it says.
 */
export const firstDeployment = Date.UTC(2025, 0, 1);

import { folderOf, type StreamSettings, saveSettings } from './stream-settings.ts';

/** The settings of one stream: what `current` answers is on disk. */
export class StoredSettings {
  readonly folder: string;
  #current: StreamSettings;

  constructor(directory: string, settings: StreamSettings) {
    this.folder = folderOf(directory, settings.name);
    this.#current = settings;
  }

  get current(): StreamSettings {
    return this.#current;
  }

  async save(settings: StreamSettings): Promise<void> {
    await saveSettings(this.folder, settings);
    this.#current = settings;
  }
}

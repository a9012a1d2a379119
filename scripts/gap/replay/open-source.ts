import type { Connection } from '../connection.ts';
import { ArchiveSource } from './archive-source.ts';
import { FailedSource } from './failed-source.ts';
import { QuarantinedSource } from './quarantined-source.ts';
import type { Selection, Source } from './source.ts';
import type { ReplaySource } from './stream-record.ts';

export function openSource(from: ReplaySource, connection: Connection, selection: Selection): Source {
  switch (from) {
    case 'quarantined':
      return new QuarantinedSource(connection, selection);
    case 'failed':
      return new FailedSource(connection, selection);
    case 'archive':
      return new ArchiveSource(connection, selection);
  }
}

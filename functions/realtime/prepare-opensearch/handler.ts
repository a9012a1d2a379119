import { setTimeout } from 'node:timers/promises';
import { customResource } from '../../custom-resource.ts';
import { openClient } from '../opensearch/open-client.ts';
import { type PrepareOpenSearchProperties, prepareOpenSearch } from './prepare-opensearch.ts';

export const handler = customResource<PrepareOpenSearchProperties>((request) =>
  prepareOpenSearch(request, { openClient, now: Date.now, sleep: setTimeout }),
);

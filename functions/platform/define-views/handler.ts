import { readFileSync } from 'node:fs';
import { GlueClient } from '@aws-sdk/client-glue';
import { customResource } from '../../custom-resource.ts';
import { defineViews } from './define-views.ts';
import { readEnvironment, viewsFile } from './environment.ts';
import { type ViewInput, viewCatalog } from './view-catalog.ts';

const catalog = viewCatalog(new GlueClient(), readEnvironment(process.env).database);

export const handler = customResource<unknown>((request) => {
  const views = JSON.parse(readFileSync(new URL(viewsFile, import.meta.url), 'utf8')) as ViewInput[];
  return defineViews(request, views, catalog);
});

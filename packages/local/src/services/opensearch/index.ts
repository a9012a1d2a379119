/** OpenSearch: its installation, and a domain on it. */
export { Domain } from './domain.ts';
export {
  digestFile,
  digestOfSources,
  isInstalled,
  type OpenSearchInstallation,
  openSearchSources,
} from './installation.ts';

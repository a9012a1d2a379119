import { needsNetwork } from '../realtime/stores.ts';
import type { Config } from './config.ts';
import { realTimeStores } from './real-time.ts';
import type { Refusal } from './refusal.ts';

/** What is said about the account, the network and the API's name, and makes no sense. */
export function refuseAccount(config: Config): Refusal[] {
  const found: Refusal[] = [];
  const refuse = (key: keyof Config, message: string) => found.push({ key, message });
  const { CUSTOM_DOMAIN: domain, CUSTOM_DOMAIN_CERTIFICATE_ARN: certificate } = config;
  if (domain !== '' && certificate === '') {
    refuse('CUSTOM_DOMAIN', 'CUSTOM_DOMAIN needs CUSTOM_DOMAIN_CERTIFICATE_ARN, the certificate of this name in ACM');
  }
  if (domain === '' && certificate !== '') {
    refuse('CUSTOM_DOMAIN_CERTIFICATE_ARN', 'CUSTOM_DOMAIN_CERTIFICATE_ARN needs CUSTOM_DOMAIN, the name it is for');
  }
  if (!config.WAF && config.WAF_RATE_LIMIT !== undefined) {
    refuse('WAF_RATE_LIMIT', 'WAF_RATE_LIMIT needs WAF: true: without a firewall nothing counts requests by address');
  }
  const stores = realTimeStores(config);
  if (config.VPC_CIDR !== undefined && !(stores && needsNetwork(stores))) {
    refuse('VPC_CIDR', 'VPC_CIDR needs a ClickHouse or an OpenSearch of this deployment: nothing else is in a network');
  }
  return found;
}

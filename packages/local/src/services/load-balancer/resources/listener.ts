import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { LoadBalancer } from '../load-balancer.ts';

interface Engines {
  readonly loadBalancer: LoadBalancer;
}

export const awsElasticloadbalancingv2Listener: ResourceKind<Engines> = {
  type: 'AWS::ElasticLoadBalancingV2::Listener',
  support:
    'TCP and TLS listeners that forward to one target group. The listener terminates TLS with its ACM ' +
    'certificate. Ignored: SslPolicy, AlpnPolicy, ListenerAttributes, Tags.',
  async create(context) {
    const { engines, logicalId } = context;
    const properties = new PropertyReader(context).only(
      'LoadBalancerArn',
      'Port',
      'Protocol',
      'Certificates',
      'DefaultActions',
      'SslPolicy',
      'AlpnPolicy',
      'ListenerAttributes',
      'Tags',
    );
    const protocol = properties.text('Protocol');
    if (protocol !== 'TCP' && protocol !== 'TLS') {
      throw new Error(`${logicalId}: Protocol ${protocol} not supported (see SUPPORT.md)`);
    }
    const [certificate] = properties.items('Certificates');
    if (protocol === 'TLS' && !certificate) throw new Error(`${logicalId}: a TLS listener needs a certificate`);
    const [action, ...more] = properties.items('DefaultActions');
    if (action?.text('Type') !== 'forward' || more.length > 0) {
      throw new Error(`${logicalId}: one DefaultAction of Type forward is supported (see SUPPORT.md)`);
    }
    const arn = await engines.loadBalancer.createListener({
      loadBalancerArn: properties.text('LoadBalancerArn'),
      targetGroupArn: action.only('Type', 'TargetGroupArn').text('TargetGroupArn'),
      port: Number(properties.raw('Port')),
      certificateArn: protocol === 'TLS' ? certificate?.text('CertificateArn') : undefined,
    });
    return { ref: arn, attributes: { ListenerArn: arn } };
  },
};

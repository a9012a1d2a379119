import { awsElasticloadbalancingv2Listener } from './resources/listener.ts';
import { awsElasticloadbalancingv2LoadBalancer } from './resources/load-balancer.ts';
import { awsElasticloadbalancingv2TargetGroup } from './resources/target-group.ts';

export const loadBalancerResources = [
  awsElasticloadbalancingv2Listener,
  awsElasticloadbalancingv2LoadBalancer,
  awsElasticloadbalancingv2TargetGroup,
];

import { Fn } from 'aws-cdk-lib';

export interface HostUserDataProps {
  readonly clusterName: string;
  readonly volumeId: string;
  /** Logical id of the group that waits for the host's signal. */
  readonly group: string;
}

/** Where the volume is on the host. */
export const dataFolder = '/mnt/clickhouse';

/** The user that the image runs ClickHouse as. https://github.com/ClickHouse/ClickHouse/blob/master/docker/server/Dockerfile.ubuntu */
const clickHouseUserId = 101;

/**
 * What a container host does when it comes up, in base64: attaches the volume, which may still be with the host before
 * it, makes a file system if there is none (mkfs.xfs refuses to overwrite one), mounts it, and only then joins the
 * cluster. So there is never a ClickHouse that writes to a disk which goes with its host.
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-using-volumes.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html
 */
export function hostUserData({ clusterName, volumeId, group }: HostUserDataProps): string {
  const script = `#!/bin/bash
set -euo pipefail
metadata=http://169.254.169.254/latest
token=$(curl -fsS -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 600' $metadata/api/token)
instance=$(curl -fsS -H "X-aws-ec2-metadata-token: $token" $metadata/meta-data/instance-id)
export AWS_DEFAULT_REGION=\${AWS::Region}
command -v aws >/dev/null || dnf install -y awscli-2
signal() {
  aws cloudformation signal-resource --stack-name \${AWS::StackId} --logical-resource-id ${group} \\
    --unique-id "$instance" --status "$1" || true
}
# Ends the instance, so that the group puts another in its place.
trap 'signal FAILURE; shutdown -h now' ERR

for attempt in $(seq 60); do
  aws ec2 attach-volume --volume-id \${Volume} --instance-id "$instance" --device /dev/sdf && break
  [ "$attempt" -lt 60 ]
  sleep 5
done
volume=\${Volume}
device=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_\${!volume/-/}
for attempt in $(seq 60); do
  [ -e "$device" ] && break
  [ "$attempt" -lt 60 ]
  sleep 1
done
blkid "$device" || mkfs.xfs "$device"
mkdir -p ${dataFolder}
echo "$device ${dataFolder} xfs defaults,noatime 0 2" >> /etc/fstab
mount ${dataFolder}
xfs_growfs ${dataFolder}
chown ${clickHouseUserId}:${clickHouseUserId} ${dataFolder}

cat >> /etc/ecs/ecs.config <<CONFIG
ECS_CLUSTER=\${Cluster}
ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true
ECS_AWSVPC_BLOCK_IMDS=true
CONFIG
signal SUCCESS
`;
  return Fn.base64(Fn.sub(script, { Volume: volumeId, Cluster: clusterName }));
}

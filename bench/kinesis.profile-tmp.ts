import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { KinesisClient, PutRecordsCommand, CreateStreamCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
const prof=process.argv[2]==='prof';
const child = process.argv[2]==='peer'? spawn(process.execPath,['-e',"const s=require('/work/main/node_modules/kinesalite')({createStreamMs:0});s.listen(0,'127.0.0.1',()=>console.log(JSON.stringify({endpoint:'http://127.0.0.1:'+s.address().port,accessKeyId:'a',secretAccessKey:'b'})))"],{stdio:['ignore','pipe','inherit']}):spawn(process.execPath, [...(prof?['--cpu-prof','--cpu-prof-dir=/tmp/prof-kin']:[]),'--import','/tmp/prof-kin/hook.mjs','--import','tsx','/work/main/bench/kinesis.server.ts','/tmp/prof-kin/state'],{stdio:['ignore','pipe','inherit']});
const line: string = await new Promise(r=>child.stdout.once('data',d=>r(String(d))));
const c=JSON.parse(line);
const client=new KinesisClient({endpoint:c.endpoint,region:'us-east-1',credentials:c,requestHandler:new NodeHttpHandler()});
await client.send(new CreateStreamCommand({StreamName:'events',ShardCount:4})).catch(()=>{});
await new Promise(r=>setTimeout(r,300));
const Records=Array.from({length:500},(_,j)=>({Data:Buffer.alloc(500,'x'),PartitionKey:`p-${j}`}));
const cpuOf=()=>{const f=readFileSync(`/proc/${child.pid}/stat`,'utf8').split(') ')[1].split(' ');return [Number(f[11])*10,Number(f[12])*10]};
const n=process.argv[2]==='peer'?10:60;
for(let round=0;round<4;round++){const t=Date.now(); const cpu=process.cpuUsage();const s=cpuOf();
await Promise.all([0,1,2,3].map(async k=>{for(let i=0;i<n;i++)await client.send(new PutRecordsCommand({StreamName:'events',Records}))}));
const ms=Date.now()-t;const u=process.cpuUsage(cpu);const e=cpuOf();
console.log((4*n*500/ms*1000).toFixed(0),'rec/s', 'client cpu ms/req',((u.user+u.system)/4000/n).toFixed(2), 'wall/req', (ms/4/n).toFixed(2), 'server user',((e[0]-s[0])/4/n).toFixed(2),'sys',((e[1]-s[1])/4/n).toFixed(2));}
client.destroy();child.kill('SIGINT');

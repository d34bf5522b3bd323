// The running platform as its callers see it: an address, the AWS clients, a place to put code.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Sha256 } from '@aws-crypto/sha256-js';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import {
  BedrockAgentCoreControlClient,
  CreateAgentRuntimeCommand,
  DeleteAgentRuntimeCommand,
  GetAgentRuntimeCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { SignatureV4 } from '@smithy/signature-v4';
import { zipSync } from 'fflate';

if (!process.env.CADRE_URL) {
  console.error('CADRE_URL is not set: give the address of a running platform, like http://127.0.0.1:7070');
  process.exit(2);
}

export const url = process.env.CADRE_URL.replace(/\/$/, '');
export const region = 'us-east-1';
export const role = 'arn:aws:iam::123456789012:role/agent';
export const credentials = {
  accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? 'AKIAEXAMPLEFAKE00001',
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? 'not-a-secret',
};
export const signer = new SignatureV4({ service: 'bedrock-agentcore', region, credentials, sha256: Sha256 });
export const settings = { region, credentials, endpoint: url, maxAttempts: 1 };
export const control = new BedrockAgentCoreControlClient(settings);
export const data = new BedrockAgentCoreClient(settings);
export const root = fileURLToPath(new URL('../../', import.meta.url));

const READY_WITHIN_MS = 300_000;

export const newSession = () => `outside-${randomUUID()}`;

/** A signed PUT of what the SDK has no word for; gives the JSON that is answered. */
async function put(path, type, body) {
  const { hostname, port, host, protocol } = new URL(url);
  const request = { method: 'PUT', protocol, hostname, port: Number(port), path };
  const { headers } = await signer.sign({ ...request, headers: { host, 'content-type': type }, body });
  const { host: _, ...rest } = headers;
  const response = await fetch(`${url}${path}`, { method: 'PUT', body, headers: rest });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Zips a folder, leaving out what is hidden or installed, and stores it; gives the bucket and key. */
export async function upload(folder) {
  const files = {};
  for (const name of readdirSync(folder, { recursive: true })) {
    const hidden = name.split(sep).some((part) => /^\.|^node_modules$|^__pycache__$/.test(part));
    const file = join(folder, name);
    if (!hidden && statSync(file).isFile()) files[relative(folder, file)] = readFileSync(file);
  }
  const { bucket, key } = await put('/cadre/v1/artifacts', 'application/zip', zipSync(files));
  return { bucket, prefix: key };
}

export const codeOf = (artifact, runtime, entry) => ({
  codeConfiguration: { code: { s3: artifact }, runtime, entryPoint: [entry] },
});

export function creation(artifact, { name = 'probe', runtime = 'PYTHON_3_12', entry = 'main.py', ...more } = {}) {
  return {
    agentRuntimeName: `${name}_${randomUUID().replaceAll('-', '').slice(0, 10)}`,
    agentRuntimeArtifact: codeOf(artifact, runtime, entry),
    roleArn: role,
    networkConfiguration: { networkMode: 'PUBLIC' },
    ...more,
  };
}

/** Creates an agent and waits until it is READY. */
export async function deploy(folder, options) {
  const made = await control.send(new CreateAgentRuntimeCommand(creation(await upload(folder), options)));
  await ready(made.agentRuntimeId);
  return { id: made.agentRuntimeId, arn: made.agentRuntimeArn };
}

/** Creates an agent that is only a file and waits until it is READY. */
export async function declare(yaml) {
  const artifact = { declaredConfiguration: { file: yaml } };
  const creation = {
    agentRuntimeName: `d${randomUUID().replaceAll('-', '').slice(0, 12)}`,
    agentRuntimeArtifact: artifact,
    roleArn: role,
    networkConfiguration: { networkMode: 'PUBLIC' },
  };
  const made = await put('/runtimes/', 'application/json', JSON.stringify(creation));
  await ready(made.agentRuntimeId);
  return { id: made.agentRuntimeId, arn: made.agentRuntimeArn };
}

export async function ready(agentRuntimeId) {
  const end = Date.now() + READY_WITHIN_MS;
  while (Date.now() < end) {
    const found = await control.send(new GetAgentRuntimeCommand({ agentRuntimeId }));
    if (found.status === 'READY') return found;
    if (found.status.endsWith('FAILED')) throw new Error(`${agentRuntimeId}: ${found.status} ${found.failureReason}`);
    await pause(100);
  }
  throw new Error(`${agentRuntimeId} was not READY within ${READY_WITHIN_MS} ms`);
}

/** Deletes an agent; one that is being created is waited for. */
export async function destroy(runtime) {
  if (!runtime) return;
  await ready(runtime.id).catch(() => {});
  await control.send(new DeleteAgentRuntimeCommand({ agentRuntimeId: runtime.id }));
}

/** One invocation with a JSON order; the answer, with its body parsed as `told`. */
export async function invoke(runtime, order, session, more = {}) {
  const answer = await data.send(
    new InvokeAgentRuntimeCommand({
      agentRuntimeArn: runtime.arn,
      runtimeSessionId: session,
      payload: JSON.stringify(order),
      contentType: 'application/json',
      ...more,
    }),
  );
  return { ...answer, told: JSON.parse(await answer.response.transformToString()) };
}

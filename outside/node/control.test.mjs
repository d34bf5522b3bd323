import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  CreateAgentRuntimeCommand,
  CreateAgentRuntimeEndpointCommand,
  GetAgentRuntimeCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAgentRuntimeCommand,
  paginateListAgentRuntimes,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { codeOf, control, creation, destroy, ready, role, root, upload } from './platform.mjs';

const made = [];
let artifact;

async function create(options) {
  const answer = await control.send(new CreateAgentRuntimeCommand(creation(artifact, options)));
  if (!made.some((runtime) => runtime.id === answer.agentRuntimeId)) {
    made.push({ id: answer.agentRuntimeId, arn: answer.agentRuntimeArn });
  }
  return answer;
}

before(async () => {
  artifact = await upload(`${root}outside/agents/probe`);
});

after(async () => {
  for (const runtime of made) await destroy(runtime);
});

test('an agent is created, ready, updated to version 2 and has its first version still', async () => {
  const first = await create({ description: 'first' });
  assert.equal(first.$metadata.httpStatusCode, 202);
  assert.equal(first.status, 'CREATING');
  assert.ok(first.createdAt instanceof Date);
  const agentRuntimeId = first.agentRuntimeId;
  assert.equal((await ready(agentRuntimeId)).description, 'first');
  const second = await control.send(
    new UpdateAgentRuntimeCommand({
      agentRuntimeId,
      agentRuntimeArtifact: codeOf(artifact, 'PYTHON_3_12', 'main.py'),
      roleArn: role,
      networkConfiguration: { networkMode: 'PUBLIC' },
      description: 'second',
    }),
  );
  assert.equal(second.agentRuntimeVersion, '2');
  assert.equal((await ready(agentRuntimeId)).description, 'second');
  const old = await control.send(new GetAgentRuntimeCommand({ agentRuntimeId, agentRuntimeVersion: '1' }));
  assert.equal(old.description, 'first');
});

test('an endpoint is made and a second of its name is a conflict', async () => {
  const { agentRuntimeId } = await create();
  await ready(agentRuntimeId);
  const endpoint = await control.send(new CreateAgentRuntimeEndpointCommand({ agentRuntimeId, name: 'prod' }));
  assert.equal(endpoint.targetVersion, '1');
  await assert.rejects(
    control.send(new CreateAgentRuntimeEndpointCommand({ agentRuntimeId, name: 'prod' })),
    (error) => error.name === 'ConflictException' && error.$metadata.httpStatusCode === 409,
  );
});

test('the same client token creates one agent', async () => {
  const clientToken = randomUUID();
  const agentRuntimeName = `once_${Date.now()}`;
  const first = await create({ agentRuntimeName, clientToken });
  const again = await create({ agentRuntimeName, clientToken });
  assert.equal(again.agentRuntimeId, first.agentRuntimeId);
});

test('pages hold every agent once', async () => {
  const mine = [];
  for (let n = 0; n < 3; n++) mine.push((await create()).agentRuntimeId);
  const seen = [];
  for await (const page of paginateListAgentRuntimes({ client: control, pageSize: 2 }, {})) {
    seen.push(...page.agentRuntimes.map((agent) => agent.agentRuntimeId));
  }
  assert.equal(new Set(seen).size, seen.length);
  for (const id of mine) assert.ok(seen.includes(id));
});

test('tags are added, changed and removed', async () => {
  const { agentRuntimeArn: resourceArn } = await create({ tags: { team: 'one', old: 'x' } });
  await control.send(new TagResourceCommand({ resourceArn, tags: { team: 'two' } }));
  await control.send(new UntagResourceCommand({ resourceArn, tagKeys: ['old'] }));
  assert.deepEqual((await control.send(new ListTagsForResourceCommand({ resourceArn }))).tags, { team: 'two' });
});

test('a refusal is the exception of the model, with its status, fields and request id', async () => {
  await assert.rejects(create({ agentRuntimeName: 'my-agent' }), (error) => {
    assert.equal(error.name, 'ValidationException');
    assert.equal(error.$metadata.httpStatusCode, 400);
    assert.ok(error.$metadata.requestId);
    assert.match(error.message, /my_agent/);
    assert.ok(error.fieldList.some((field) => field.name.includes('agentRuntimeName')));
    return true;
  });
  await assert.rejects(
    control.send(new GetAgentRuntimeCommand({ agentRuntimeId: 'absent-AbCdEf1234' })),
    (error) => error.name === 'ResourceNotFoundException' && error.$metadata.httpStatusCode === 404,
  );
});

// Declared agents through the AWS SDK for JavaScript and the official AG-UI client.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpAgent } from '@ag-ui/client';
import { InvokeHarnessCommand } from '@aws-sdk/client-bedrock-agentcore';
import {
  CreateHarnessCommand,
  DeleteHarnessCommand,
  GetHarnessCommand,
  ListHarnessVersionsCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { control, credentials, data, declare, destroy, newSession, role, url } from './platform.mjs';

let harness;
let gated;

before(async () => {
  const made = await control.send(
    new CreateHarnessCommand({
      harnessName: `j${randomUUID().replaceAll('-', '').slice(0, 12)}`,
      executionRoleArn: role,
      systemPrompt: [{ text: 'You help.' }],
      clientToken: randomUUID(),
    }),
  );
  const harnessId = made.harness.harnessId;
  do {
    await pause(100);
    harness = (await control.send(new GetHarnessCommand({ harnessId }))).harness;
  } while (harness.status === 'CREATING');
  gated = await declare('name: gated\ninstructions: Calculate.\ntools:\n  - {builtin: calculator, approval: true}\n');
});

after(async () => {
  await control.send(new DeleteHarnessCommand({ harnessId: harness.harnessId }));
  await destroy(gated);
});

/** Runs an agent as a frontend does; the client verifies each event and throws at the first that is out of place. */
async function run(agent, more = {}) {
  const events = [];
  await agent.runAgent({ runId: randomUUID(), ...more }, { onEvent: ({ event }) => void events.push(event) });
  return events;
}

// An AG-UI client signs nothing: it proves who it is with the access key as a bearer token.
function frontend(threadId = randomUUID(), arn = harness.arn.replace(':harness/', ':runtime/')) {
  return new HttpAgent({
    url: `${url}/runtimes/${encodeURIComponent(arn)}/invocations`,
    headers: { Authorization: `Bearer ${credentials.accessKeyId}:${credentials.secretAccessKey}` },
    threadId,
  });
}

test('a harness is made and has versions', async () => {
  assert.equal(harness.status, 'READY');
  const { harnessVersions } = await control.send(new ListHarnessVersionsCommand({ harnessId: harness.harnessId }));
  assert.deepEqual(harnessVersions.map((version) => version.harnessVersion), ['1']);
});

test('a turn of it is an event stream', async () => {
  const answer = await data.send(
    new InvokeHarnessCommand({
      harnessArn: harness.arn,
      runtimeSessionId: newSession(),
      messages: [{ role: 'user', content: [{ text: 'Good morning' }] }],
    }),
  );
  const names = [];
  for await (const event of answer.stream) names.push(Object.keys(event)[0]);
  assert.equal(names[0], 'messageStart');
  assert.equal(names.at(-1), 'metadata');
});

test('the AG-UI client accepts a run and keeps its message', async () => {
  const agent = frontend();
  agent.addMessage({ id: randomUUID(), role: 'user', content: 'Good morning' });
  const events = await run(agent);
  assert.equal(events[0].type, 'RUN_STARTED');
  assert.equal(events.at(-1).type, 'RUN_FINISHED');
  assert.equal(agent.messages.at(-1).role, 'assistant');
  assert.ok(agent.messages.at(-1).content.length > 0);
});

test('a thread goes on', async () => {
  const agent = frontend('short-thread-' + randomUUID().slice(0, 8));
  for (const content of ['Good morning', 'And again']) {
    agent.addMessage({ id: randomUUID(), role: 'user', content });
    const events = await run(agent);
    assert.equal(events.at(-1).type, 'RUN_FINISHED');
  }
});

test('a frontend may bring its tools', async () => {
  const agent = frontend();
  agent.addMessage({ id: randomUUID(), role: 'user', content: 'Good morning' });
  const tools = [{ name: 'pickColour', description: 'Picks a colour', parameters: { type: 'object', properties: {} } }];
  const events = await run(agent, { tools });
  assert.equal(events.at(-1).type, 'RUN_FINISHED');
});

test('a call that needs approval interrupts the run, and the resumed run makes it', async () => {
  const agent = frontend(randomUUID(), gated.arn);
  agent.addMessage({ id: randomUUID(), role: 'user', content: 'Calculate 12 * 8' });
  const waits = (await run(agent)).at(-1);
  assert.equal(waits.outcome.type, 'interrupt');
  const [{ id: interruptId }] = waits.outcome.interrupts;
  const resume = [{ interruptId, status: 'resolved', payload: { approved: true } }];
  const events = await run(agent, { resume });
  const result = events.find((event) => event.type === 'TOOL_CALL_RESULT');
  assert.equal(result.toolCallId, interruptId);
  assert.match(result.content, /96/);
  assert.equal(events.at(-1).outcome.type, 'success');
});

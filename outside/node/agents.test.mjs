// bedrock-agent-runtime, which the SDK for JavaScript speaks over HTTP/2 with prior knowledge.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { BedrockAgentRuntimeClient, InvokeAgentCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import { deploy, destroy, root, settings } from './platform.mjs';

let probe;

before(async () => {
  probe = await deploy(`${root}outside/agents/probe`);
});

after(() => destroy(probe));

async function read(response) {
  let text = '';
  for await (const event of response.completion) text += Buffer.from(event.chunk.bytes).toString('utf8');
  return text;
}

test('the printed code runs with its endpoint changed', async () => {
  const client = new BedrockAgentRuntimeClient({ ...settings, region: 'eu-west-1' });
  const userId = 'user-1';
  const userMessage = 'hello';

  const command = new InvokeAgentCommand({
    agentId: probe.id,
    agentAliasId: "DEFAULT",
    sessionId: userId,
    inputText: userMessage
  });

  const response = await client.send(command);

  assert.equal(response.sessionId, userId);
  assert.equal(await read(response), 'echo: hello');
  client.destroy();
});

test('twenty calls share one connection', async () => {
  const client = new BedrockAgentRuntimeClient(settings);
  const ask = async (n) => {
    const command = new InvokeAgentCommand({
      agentId: probe.id,
      agentAliasId: 'DEFAULT',
      sessionId: `shared-${n % 4}`,
      inputText: `hello ${n}`,
    });
    return read(await client.send(command));
  };
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(n)));
  assert.deepEqual(answers, Array.from({ length: 20 }, (_, n) => `echo: hello ${n}`));
  client.destroy();
});

test('an absent agent is not found', async () => {
  const client = new BedrockAgentRuntimeClient(settings);
  const command = new InvokeAgentCommand({
    agentId: 'absent-AbCdEf1234',
    agentAliasId: 'DEFAULT',
    sessionId: 's1',
    inputText: 'hi',
  });
  await assert.rejects(
    client.send(command),
    (error) => error.name === 'ResourceNotFoundException' && error.$metadata.httpStatusCode === 404,
  );
  client.destroy();
});

// Bedrock Runtime with the AWS SDK for JavaScript, which calls it over HTTP/2 without TLS.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { settings } from './platform.mjs';

const bedrock = new BedrockRuntimeClient(settings);
after(() => bedrock.destroy());

const schema = {
  type: 'object',
  properties: { city: { type: 'string', description: 'The name of the city' } },
  required: ['city'],
};
const messages = [{ role: 'user', content: [{ text: 'What is the weather in Berlin?' }] }];
const toolConfig = {
  tools: [{ toolSpec: { name: 'get_weather', description: 'Get the weather of a city', inputSchema: { json: schema } } }],
};
const claude = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 200,
  messages: [{ role: 'user', content: 'What is the weather in Berlin?' }],
  tools: [{ name: 'get_weather', description: 'Get the weather of a city', input_schema: schema }],
});
const nova = JSON.stringify({ schemaVersion: 'messages-v1', messages, toolConfig });
const json = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

async function gather(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
}

test('Converse calls a tool', async () => {
  const answer = await bedrock.send(new ConverseCommand({ modelId: 'default', messages, toolConfig }));
  assert.equal(answer.stopReason, 'tool_use');
  const use = answer.output.message.content.find((block) => block.toolUse).toolUse;
  assert.deepEqual([use.name, use.input], ['get_weather', { city: 'Berlin' }]);
});

test('ConverseStream tells it in pieces', async () => {
  const { stream } = await bedrock.send(new ConverseStreamCommand({ modelId: 'default', messages, toolConfig }));
  const events = await gather(stream);
  const pieces = events.map((event) => event.contentBlockDelta?.delta.toolUse?.input ?? '');
  assert.deepEqual(JSON.parse(pieces.join('')), { city: 'Berlin' });
  assert.deepEqual(Object.keys(events.at(-1)), ['metadata']);
});

test('InvokeModel speaks the languages of Claude and of Nova', async () => {
  const ofClaude = json((await bedrock.send(new InvokeModelCommand({ modelId: 'default', body: claude }))).body);
  assert.deepEqual(ofClaude.content.at(-1).input, { city: 'Berlin' });
  const ofNova = json((await bedrock.send(new InvokeModelCommand({ modelId: 'default', body: nova }))).body);
  assert.deepEqual(ofNova.output.message.content.at(-1).toolUse.input, { city: 'Berlin' });
});

test('InvokeModelWithResponseStream streams them', async () => {
  const stream = new InvokeModelWithResponseStreamCommand({ modelId: 'default', body: claude });
  const events = (await gather((await bedrock.send(stream)).body)).map((event) => json(event.chunk.bytes));
  assert.equal(events[0].type, 'message_start');
  assert.equal(events.at(-1).type, 'message_stop');
  const arguments_ = events.map((event) => event.delta?.partial_json ?? '').join('');
  assert.deepEqual(JSON.parse(arguments_), { city: 'Berlin' });
});

test('many calls share one connection', async () => {
  const calls = Array.from({ length: 20 }, () =>
    bedrock.send(new CountTokensCommand({ modelId: 'default', input: { converse: { messages } } })),
  );
  const counts = (await Promise.all(calls)).map((answer) => answer.inputTokens);
  assert.equal(new Set(counts).size, 1);
});

test('an unknown model is a ValidationException', async () => {
  const unknown = bedrock.send(new ConverseCommand({ modelId: 'no-such-model-here', messages }));
  await assert.rejects(unknown, { name: 'ValidationException', message: /no-such-model-here/ });
});

// Agents as A2A servers and A2A agents as tools, through the official JavaScript SDK in both of its versions.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { AgentCard, Role, TaskState } from '@a2a-js/sdk';
import {
  ClientFactory,
  ClientFactoryOptions,
  JsonRpcTransportFactory,
  RestTransportFactory,
} from '@a2a-js/sdk/client';
import { AgentEvent, DefaultRequestHandler, InMemoryTaskStore } from '@a2a-js/sdk/server';
import { agentCardHandler, jsonRpcHandler, UserBuilder } from '@a2a-js/sdk/server/express';
import {
  ClientFactory as OldClientFactory,
  ClientFactoryOptions as OldOptions,
  JsonRpcTransportFactory as OldRpc,
  RestTransportFactory as OldRest,
} from 'a2a-sdk-0.3/client';
import { DefaultRequestHandler as OldHandler, InMemoryTaskStore as OldStore } from 'a2a-sdk-0.3/server';
import {
  agentCardHandler as oldCardHandler,
  jsonRpcHandler as oldRpcHandler,
  UserBuilder as OldUsers,
} from 'a2a-sdk-0.3/server/express';
import express from 'express';
import { declare, destroy, invoke, newSession, url } from './platform.mjs';

const QUESTION = 'What is 17 times 23?';
const ANSWER = '391';
let calculating;
let asking;
const servers = [];
const fronts = [];

// Cards are open; where callers must prove who they are, the rest wants a token.
const tokenFile = process.env.OUTSIDE_ADMIN_TOKEN_FILE;
const proof = tokenFile ? { authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}` } : {};
const fetchImpl = (input, init = {}) =>
  fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), ...proof } });

const factoryOf = (Factory, Options, Rpc, Rest, preferredTransports) =>
  new Factory(
    Options.createFrom(Options.default, {
      transports: [new Rpc({ fetchImpl }), new Rest({ fetchImpl })],
      preferredTransports,
    }),
  );
const newFactory = (...preferred) =>
  factoryOf(ClientFactory, ClientFactoryOptions, JsonRpcTransportFactory, RestTransportFactory, preferred);
const oldFactory = (...preferred) => factoryOf(OldClientFactory, OldOptions, OldRpc, OldRest, preferred);

const cardPath = (name) => `/a2a/${name}/.well-known/agent-card.json`;

before(async () => {
  calculating = await declare('name: calculating\ninstructions: Calculate.\ntools:\n  - builtin: calculator\n');
  asking = await declare('name: asking\ninstructions: Calculate.\ntools:\n  - {builtin: calculator, approval: true}\n');
});

after(async () => {
  for (const server of servers) server.close();
  for (const agent of [calculating, asking, ...fronts]) await destroy(agent);
});

const said = (text, more = {}) => ({
  messageId: randomUUID(),
  role: Role.ROLE_USER,
  parts: [{ content: { $case: 'text', value: text }, metadata: {}, filename: '', mediaType: '' }],
  contextId: '',
  taskId: '',
  extensions: [],
  referenceTaskIds: [],
  ...more,
});
const textOf = (task) => task.artifacts.flatMap((a) => a.parts.map((p) => p.content.value)).join('');

test('the 1.0 client finds the card, sends and streams', async () => {
  const client = await newFactory('JSONRPC').createFromUrl(url, cardPath(calculating.id));
  const sent = await client.sendMessage({ message: said(QUESTION) });
  const task = sent.payload?.value ?? sent;
  assert.equal(task.status.state, TaskState.TASK_STATE_COMPLETED);
  assert.match(textOf(task), new RegExp(ANSWER));

  const events = [];
  for await (const event of client.sendMessageStream({ message: said(QUESTION) })) events.push(event.payload);
  assert.equal(events[0].$case, 'task');
  assert.ok(events.some((event) => event.$case === 'artifactUpdate'));
  const last = events.at(-1);
  assert.equal(last.$case, 'statusUpdate');
  assert.equal(last.value.status.state, TaskState.TASK_STATE_COMPLETED);

  const found = await client.getTask({ id: task.id });
  assert.match(textOf(found), new RegExp(ANSWER));
});

test('the 0.3 client finds the card, sends and streams', async () => {
  const client = await oldFactory('JSONRPC').createFromUrl(url, cardPath(calculating.id));
  const message = () => ({
    kind: 'message',
    messageId: randomUUID(),
    role: 'user',
    parts: [{ kind: 'text', text: QUESTION }],
  });
  const task = await client.sendMessage({ message: message() });
  assert.equal(task.kind, 'task');
  assert.equal(task.status.state, 'completed');
  assert.match(task.artifacts[0].parts[0].text, new RegExp(ANSWER));
  const events = [];
  for await (const event of client.sendMessageStream({ message: message() })) events.push(event);
  assert.equal(events[0].kind, 'task');
  assert.equal(events.at(-1).kind, 'status-update');
  assert.equal(events.at(-1).final, true);
});

test('both clients do the same over HTTP+JSON', async () => {
  const client = await newFactory('HTTP+JSON').createFromUrl(url, cardPath(calculating.id));
  const sent = await client.sendMessage({ message: said(QUESTION) });
  const task = sent.payload?.value ?? sent;
  assert.match(textOf(task), new RegExp(ANSWER));
  assert.ok((await client.listTasks({ pageSize: 2 })).tasks.length > 0);

  const old = await oldFactory('HTTP+JSON').createFromUrl(url, cardPath(calculating.id));
  const message = { kind: 'message', messageId: randomUUID(), role: 'user', parts: [{ kind: 'text', text: QUESTION }] };
  const answered = await old.sendMessage({ message });
  assert.match(answered.artifacts[0].parts[0].text, new RegExp(ANSWER));
  const kinds = [];
  for await (const event of old.sendMessageStream({ message: { ...message, messageId: randomUUID() } })) kinds.push(event);
  assert.equal(kinds.at(-1).final, true);
});

test('a call that waits for a person is a task that asks, and can be cancelled', async () => {
  const client = await newFactory('JSONRPC').createFromUrl(url, cardPath(asking.id));
  const sent = await client.sendMessage({ message: said(QUESTION) });
  const task = sent.payload?.value ?? sent;
  assert.equal(task.status.state, TaskState.TASK_STATE_INPUT_REQUIRED);
  const [approval] = task.status.message.parts.find((p) => p.content.$case === 'data').content.value.approvals;
  const decision = { decisions: [{ id: approval.id, allowed: true }] };
  const answered = await client.sendMessage({
    message: said('', {
      taskId: task.id,
      contextId: task.contextId,
      parts: [{ content: { $case: 'data', value: decision }, metadata: {}, filename: '', mediaType: '' }],
    }),
  });
  const done = answered.payload?.value ?? answered;
  assert.equal(done.status.state, TaskState.TASK_STATE_COMPLETED);
  assert.match(textOf(done), new RegExp(ANSWER));

  const again = await client.sendMessage({ message: said(QUESTION) });
  const waiting = again.payload?.value ?? again;
  const cancelled = await client.cancelTask({ id: waiting.id });
  assert.equal(cancelled.status.state, TaskState.TASK_STATE_CANCELED);
});

/** Serves an Express app; gives its address. */
async function serve(app) {
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return server.address().port;
}

async function answered(address) {
  const front = await declare(`name: front\ninstructions: Ask.\ntools:\n  - a2a: {url: "${address}", name: weather}\n`);
  fronts.push(front);
  return (await invoke(front, { prompt: 'Ask the weather agent: what is the weather in Oslo?' }, newSession())).told;
}

test('an agent of the 1.0 SDK is a tool', async () => {
  const app = express();
  const port = await serve(app);
  const base = `http://127.0.0.1:${port}`;
  const card = AgentCard.fromJSON({
    name: 'weather',
    description: 'Knows the weather in every city.',
    version: '1.0.0',
    supportedInterfaces: [{ url: `${base}/rpc`, protocolBinding: 'JSONRPC', protocolVersion: '1.0' }],
    capabilities: { streaming: true },
    defaultInputModes: ['text/plain'],
    defaultOutputModes: ['text/plain'],
    skills: [{ id: 'weather', name: 'Weather', description: 'The weather', tags: ['weather'] }],
  });
  const executor = {
    async execute(context, bus) {
      const at = { taskId: context.taskId, contextId: context.contextId };
      const status = (state) => ({ ...at, status: { state, timestamp: new Date().toISOString() } });
      bus.publish(
        AgentEvent.task({
          id: at.taskId,
          contextId: at.contextId,
          status: { state: TaskState.TASK_STATE_SUBMITTED, timestamp: new Date().toISOString() },
          artifacts: [],
          history: [context.userMessage],
        }),
      );
      bus.publish(AgentEvent.statusUpdate(status(TaskState.TASK_STATE_WORKING)));
      const piece = (text, append, lastChunk) =>
        bus.publish(
          AgentEvent.artifactUpdate({
            ...at,
            artifact: { artifactId: 'a', name: 'a', parts: [{ content: { $case: 'text', value: text } }] },
            append,
            lastChunk,
          }),
        );
      piece('It snows ', false, false);
      piece('in Oslo.', true, true);
      bus.publish(AgentEvent.statusUpdate(status(TaskState.TASK_STATE_COMPLETED)));
      bus.finished();
    },
    async cancelTask() {},
  };
  const requestHandler = new DefaultRequestHandler(card, new InMemoryTaskStore(), executor);
  app.use('/.well-known/agent-card.json', agentCardHandler({ agentCardProvider: requestHandler }));
  app.use('/rpc', jsonRpcHandler({ requestHandler, userBuilder: UserBuilder.noAuthentication }));
  const body = await answered(base);
  assert.match(body.answer, /It snows in Oslo\./);
  assert.equal(body.toolCalls[0].tool, 'weather');
});

test('an agent of the 0.3 SDK is a tool', async () => {
  const app = express();
  const port = await serve(app);
  const base = `http://127.0.0.1:${port}`;
  const card = {
    name: 'weather',
    description: 'Knows the weather in every city.',
    protocolVersion: '0.3.0',
    version: '0.1.0',
    url: `${base}/rpc`,
    preferredTransport: 'JSONRPC',
    capabilities: { streaming: false, pushNotifications: false },
    defaultInputModes: ['text'],
    defaultOutputModes: ['text'],
    skills: [{ id: 'weather', name: 'Weather', description: 'The weather', tags: ['weather'] }],
  };
  const executor = {
    async execute(context, bus) {
      bus.publish({
        kind: 'message',
        messageId: randomUUID(),
        role: 'agent',
        parts: [{ kind: 'text', text: 'It rains in Oslo.' }],
        contextId: context.contextId,
      });
      bus.finished();
    },
    async cancelTask() {},
  };
  const requestHandler = new OldHandler(card, new OldStore(), executor);
  app.use('/.well-known/agent-card.json', oldCardHandler({ agentCardProvider: requestHandler }));
  app.use('/rpc', oldRpcHandler({ requestHandler, userBuilder: OldUsers.noAuthentication }));
  const body = await answered(base);
  assert.match(body.answer, /It rains in Oslo\./);
});

// A gateway between the official TypeScript client and a server of the same SDK: nothing may be lost between them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  ConflictException,
  CreateGatewayCommand,
  CreateGatewayTargetCommand,
  DeleteGatewayCommand,
  DeleteGatewayTargetCommand,
  GetGatewayTargetCommand,
  paginateListGatewayTargets,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { control, role } from './platform.mjs';

const READY_WITHIN_MS = 60_000;
const sessions = new Map();
let http;
let gateway;

function target() {
  const server = new McpServer({ name: 'target', version: '1' });
  server.registerTool(
    'greet',
    { description: 'Greets someone by name', inputSchema: { name: z.string() }, outputSchema: { said: z.string() } },
    async ({ name }) => ({
      content: [{ type: 'text', text: `hello ${name}` }],
      structuredContent: { said: `hello ${name}` },
    }),
  );
  server.registerTool('ask', { description: 'Asks the person for a colour' }, async (extra) => {
    const answer = await server.server.elicitInput(
      {
        message: 'Which colour?',
        requestedSchema: { type: 'object', properties: { colour: { type: 'string' } }, required: ['colour'] },
      },
      { relatedRequestId: extra.requestId },
    );
    return { content: [{ type: 'text', text: answer.content.colour }] };
  });
  server.registerTool('work', { description: 'Works and tells how far it is' }, async (extra) => {
    const progressToken = extra._meta?.progressToken;
    await extra.sendNotification({
      method: 'notifications/progress',
      params: { progressToken, progress: 1, total: 2 },
    });
    return { content: [{ type: 'text', text: 'done' }] };
  });
  server.registerPrompt('summary', { description: 'Asks for a summary' }, () => ({
    messages: [{ role: 'user', content: { type: 'text', text: 'Sum it up.' } }],
  }));
  server.registerResource('readme', 'docs://readme', { mimeType: 'text/plain' }, async (uri) => ({
    contents: [{ uri: uri.href, text: 'read me' }],
  }));
  return server;
}

async function serve(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = chunks.length ? JSON.parse(Buffer.concat(chunks)) : undefined;
  let transport = sessions.get(request.headers['mcp-session-id']);
  if (!transport) {
    transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => sessions.set(id, transport),
    });
    await target().connect(transport);
  }
  await transport.handleRequest(request, response, body);
}

async function client(capabilities = {}) {
  const made = new Client({ name: 'outside', version: '1' }, { capabilities });
  await made.connect(new StreamableHTTPClientTransport(new URL(gateway.gatewayUrl)));
  return made;
}

before(async () => {
  http = createServer((request, response) => serve(request, response).catch(() => response.destroy()));
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  gateway = await control.send(
    new CreateGatewayCommand({ name: `outside-${randomUUID().slice(0, 8)}`, roleArn: role, authorizerType: 'NONE' }),
  );
  const { targetId } = await control.send(
    new CreateGatewayTargetCommand({
      gatewayIdentifier: gateway.gatewayId,
      name: 'ts',
      targetConfiguration: { mcp: { mcpServer: { endpoint: `http://127.0.0.1:${http.address().port}/mcp` } } },
    }),
  );
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const now = await control.send(
      new GetGatewayTargetCommand({ gatewayIdentifier: gateway.gatewayId, targetId }),
    );
    if (now.status === 'READY') break;
    assert.notEqual(now.status, 'FAILED', String(now.statusReasons));
    assert.ok(Date.now() < deadline, now.status);
    await pause(100);
  }
});

after(async () => {
  await assert.rejects(
    control.send(new DeleteGatewayCommand({ gatewayIdentifier: gateway.gatewayId })),
    ConflictException,
  );
  for await (const page of paginateListGatewayTargets({ client: control }, { gatewayIdentifier: gateway.gatewayId })) {
    for (const { targetId } of page.items) {
      await control.send(new DeleteGatewayTargetCommand({ gatewayIdentifier: gateway.gatewayId, targetId }));
    }
  }
  await control.send(new DeleteGatewayCommand({ gatewayIdentifier: gateway.gatewayId }));
  for (const transport of sessions.values()) await transport.close();
  http.closeAllConnections();
  http.close();
});

test('tools are listed and called, structured content and all', async () => {
  const mcp = await client();
  const { tools } = await mcp.listTools();
  assert.deepEqual(tools.map((tool) => tool.name).sort(), ['ts___ask', 'ts___greet', 'ts___work']);
  const told = await mcp.callTool({ name: 'ts___greet', arguments: { name: 'Anna' } });
  assert.deepEqual(told.structuredContent, { said: 'hello Anna' });
  await mcp.close();
});

test('a question of the target reaches the person', async () => {
  const mcp = await client({ elicitation: {} });
  mcp.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { colour: 'green' } }));
  const told = await mcp.callTool({ name: 'ts___ask', arguments: {} });
  assert.equal(told.content[0].text, 'green');
  await mcp.close();
});

test('progress is told on the way', async () => {
  const mcp = await client();
  const heard = [];
  const told = await mcp.callTool({ name: 'ts___work', arguments: {} }, undefined, {
    onprogress: (progress) => heard.push(progress.progress),
  });
  assert.equal(told.content[0].text, 'done');
  assert.deepEqual(heard, [1]);
  await mcp.close();
});

test('prompts and resources are there too', async () => {
  const mcp = await client();
  const { messages } = await mcp.getPrompt({ name: 'ts___summary' });
  assert.equal(messages[0].content.text, 'Sum it up.');
  const { resources } = await mcp.listResources();
  assert.deepEqual(resources.map((resource) => resource.uri), ['docs://readme']);
  const { contents } = await mcp.readResource({ uri: 'docs://readme' });
  assert.equal(contents[0].text, 'read me');
  await mcp.close();
});

test('what the target refuses is refused', async () => {
  const mcp = await client();
  const told = await mcp.callTool({ name: 'ts___greet', arguments: {} }).catch((error) => error);
  assert.match(JSON.stringify(told.content ?? told.message), /name/);
  await assert.rejects(mcp.callTool({ name: 'ts___nothing', arguments: {} }), /there is no tool/);
  await mcp.close();
});

// The Inspector keeps a catalog of servers in the home folder, which is not ours to write to.
async function inspect(...asked) {
  const home = await mkdtemp(join(tmpdir(), 'inspector-'));
  const program = fileURLToPath(new URL('node_modules/.bin/mcp-inspector', import.meta.url));
  const environment = { ...process.env, MCP_CATALOG_PATH: join(home, 'mcp.json') };
  try {
    const { stdout } = await promisify(execFile)(
      program,
      ['--cli', gateway.gatewayUrl, '--transport', 'http', ...asked],
      { env: environment, timeout: 60_000 },
    );
    return JSON.parse(stdout);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

test('the Inspector lists tools and calls one', async () => {
  const { tools } = await inspect('--method', 'tools/list');
  assert.deepEqual(tools.map((tool) => tool.name).sort(), ['ts___ask', 'ts___greet', 'ts___work']);
  const told = await inspect('--method', 'tools/call', '--tool-name', 'ts___greet', '--tool-arg', 'name=Anna');
  assert.deepEqual(told.structuredContent, { said: 'hello Anna' });
  const { resources } = await inspect('--method', 'resources/list');
  assert.deepEqual(resources.map((resource) => resource.uri), ['docs://readme']);
});

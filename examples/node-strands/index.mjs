// A Strands agent in Node on the AgentCore HTTP contract: whole answers and streams, and a tool.
import { createServer } from 'node:http';
import { Agent, tool } from '@strands-agents/sdk';
import { z } from 'zod';

const STARTED = Math.floor(Date.now() / 1000);
const ORDERS = {
  'ORD-2024-001': { status: 'shipped', carrier: 'DHL', arrives: '2024-12-20' },
  'ORD-2024-002': { status: 'processing', arrives: '2024-12-23' },
};

const orderStatus = tool({
  name: 'order_status',
  description: 'Look up the status of an order.',
  inputSchema: z.object({ order_id: z.string().describe('The number of the order, like ORD-2024-001.') }),
  callback: ({ order_id: id }) => ORDERS[id] ?? { status: 'unknown' },
});

// Strands' own default is a model of Bedrock; where that is, and with which keys, stands in the environment. A session
// has its process to itself, so the agent's messages are the session's conversation.
const agent = new Agent({
  tools: [orderStatus],
  systemPrompt: 'You help customers with their orders. Be brief.',
  printer: false,
});

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

const answer = (response, status, value) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

async function invoke(request, response) {
  const { prompt, stream } = await read(request);
  if (!prompt) return answer(response, 400, { error: 'send JSON with a prompt, like {"prompt": "hello"}' });
  if (!stream) return answer(response, 200, { message: String(await agent.invoke(prompt)).trim() });
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  for await (const event of agent.stream(prompt)) {
    const delta = event.event?.delta ?? event.delta;
    if (delta?.type === 'textDelta') response.write(`data: ${JSON.stringify({ word: delta.text })}\n\n`);
  }
  return response.end();
}

const server = createServer(async (request, response) => {
  try {
    if (request.method === 'GET' && request.url === '/ping') {
      answer(response, 200, { status: 'Healthy', time_of_last_update: STARTED });
    } else if (request.method === 'POST' && request.url === '/invocations') {
      await invoke(request, response);
    } else {
      answer(response, 404, { error: `no such path: ${request.method} ${request.url}` });
    }
  } catch (error) {
    console.error(error);
    if (response.headersSent) response.destroy();
    else answer(response, 500, { error: String(error) });
  }
});

// PORT is set where the agent shares its host's network; else it is alone there, on the contract's port.
const port = process.env.PORT;
server.listen(Number(port ?? 8080), port ? '127.0.0.1' : '0.0.0.0');
process.on('SIGTERM', () => process.exit(0));

// The echo agent with nothing but Node's standard library: the AgentCore HTTP contract, with its WebSocket.
import { createServer } from 'node:http';
import { acceptEcho } from './websocket.mjs';

const SESSION_HEADER = 'x-amzn-bedrock-agentcore-runtime-session-id';
const STARTED = Math.floor(Date.now() / 1000);

function answer(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text) {
  try {
    const payload = JSON.parse(text);
    return typeof payload?.prompt === 'string' ? payload : undefined;
  } catch {
    return undefined;
  }
}

async function invoke(request, response) {
  const payload = parse(await read(request));
  if (payload === undefined) {
    return answer(response, 400, { error: 'send JSON with a prompt, like {"prompt": "hello"}' });
  }
  if (!payload.stream) {
    const session = request.headers[SESSION_HEADER] ?? null;
    return answer(response, 200, { message: `echo: ${payload.prompt}`, session });
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  for (const word of payload.prompt.split(/\s+/).filter(Boolean)) {
    response.write(`data: ${JSON.stringify({ word })}\n\n`);
  }
  response.end();
}

const server = createServer(async (request, response) => {
  try {
    if (request.method === 'GET' && request.url === '/ping') {
      // The time of the last change of status, which for this agent is its start.
      answer(response, 200, { status: 'Healthy', time_of_last_update: STARTED });
    } else if (request.method === 'POST' && request.url === '/invocations') {
      await invoke(request, response);
    } else {
      answer(response, 404, { error: `no such path: ${request.method} ${request.url}` });
    }
  } catch (error) {
    console.error(error);
    response.destroy();
  }
});

server.on('upgrade', (request, socket, head) => {
  if (request.url.split('?')[0] === '/ws') acceptEcho(request, socket, head);
  else socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n');
});

// PORT is set where the agent shares its host's network; else it is alone there, on the contract's port.
const port = process.env.PORT;
server.listen(Number(port ?? 8080), port ? '127.0.0.1' : '0.0.0.0');
process.on('SIGTERM', () => process.exit(0));

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { deploy, destroy, invoke, newSession, root, signer, url } from './platform.mjs';

const SESSION_HEADER = 'X-Amzn-Bedrock-AgentCore-Runtime-Session-Id';
const { protocol, hostname, port, host } = new URL(url);

let probe;

before(async () => {
  probe = await deploy(`${root}outside/agents/probe`);
});

after(() => destroy(probe));

const path = () => `/runtimes/${encodeURIComponent(probe.arn)}/ws`;

function request(extra) {
  return { method: 'GET', protocol, hostname, port: Number(port), path: path(), query: { qualifier: 'DEFAULT' }, ...extra };
}

async function signed(session) {
  const { headers } = await signer.sign(request({ headers: { host, [SESSION_HEADER]: session } }));
  const { host: _, ...rest } = headers;
  return new WebSocket(`ws://${host}${path()}?qualifier=DEFAULT`, { headers: rest });
}

async function presigned(session, signedHost) {
  const query = { qualifier: 'DEFAULT', [SESSION_HEADER]: session };
  const { query: all } = await signer.presign(request({ headers: { host: signedHost }, query }), { expiresIn: 60 });
  return new WebSocket(`ws://${host}${path()}?${new URLSearchParams(all)}`);
}

async function exchange(socket, message) {
  const answer = once(socket, 'message');
  socket.send(message);
  const [bytes, isBinary] = await answer;
  return isBinary ? bytes : bytes.toString('utf8');
}

async function close(socket) {
  const closed = once(socket, 'close');
  socket.close();
  await closed;
}

test('text and bytes go both ways with signed headers', async () => {
  const socket = await signed(newSession());
  await once(socket, 'open');
  assert.equal(await exchange(socket, 'zażółć 🌍'), 'zażółć 🌍');
  assert.deepEqual(await exchange(socket, Buffer.from([0, 255, 13, 10])), Buffer.from([0, 255, 13, 10]));
  await close(socket);
});

test('the socket reaches the worker of its session', async () => {
  const session = newSession();
  const { worker } = (await invoke(probe, { do: 'tell' }, session)).told;
  const socket = await signed(session);
  await once(socket, 'open');
  assert.equal(JSON.parse(await exchange(socket, 'who')).worker, worker);
  await close(socket);
});

// The official TypeScript client signs the host without its port; both have to be taken.
for (const signedHost of [host, hostname]) {
  test(`a presigned address opens when ${signedHost === host ? 'host and port' : 'the host alone'} is signed`, async () => {
    const socket = await presigned(newSession(), signedHost);
    await once(socket, 'open');
    assert.equal(await exchange(socket, 'hello'), 'hello');
    await close(socket);
  });
}

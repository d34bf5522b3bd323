import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  GetAgentCardCommand,
  InvokeAgentRuntimeCommand,
  InvokeAgentRuntimeCommandCommand,
  StopRuntimeSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { data, deploy, destroy, invoke, newSession, root } from './platform.mjs';

let probe;

before(async () => {
  probe = await deploy(`${root}outside/agents/probe`);
});

after(() => destroy(probe));

test('JSON goes in and comes out, and the session is the same', async () => {
  const session = newSession();
  const answer = await invoke(probe, { prompt: 'hello' }, session, { runtimeUserId: 'user-1' });
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.contentType, 'application/json');
  assert.equal(answer.runtimeSessionId, session);
  assert.deepEqual(answer.told, { message: 'echo: hello', session });
});

test('a stream arrives piece by piece', async () => {
  const gap = 0.25;
  const answer = await data.send(
    new InvokeAgentRuntimeCommand({
      agentRuntimeArn: probe.arn,
      runtimeSessionId: newSession(),
      payload: JSON.stringify({ do: 'stream', pieces: 8, gap }),
      accept: 'text/event-stream',
    }),
  );
  let pending = '';
  const numbers = [];
  for await (const chunk of answer.response) {
    pending += Buffer.from(chunk).toString('utf8');
    const events = pending.split('\n\n');
    pending = events.pop();
    for (const event of events.map((text) => JSON.parse(text.slice('data: '.length)))) {
      numbers.push(event.number);
      const lag = Date.now() / 1000 - event.sent;
      assert.ok(lag < gap, `piece ${event.number} came ${lag} s late`);
    }
  }
  assert.deepEqual(numbers, [0, 1, 2, 3, 4, 5, 6, 7]);
});

test('twenty megabytes of any bytes go both ways', async () => {
  const payload = randomBytes(20_000_000);
  const answer = await data.send(
    new InvokeAgentRuntimeCommand({
      agentRuntimeArn: probe.arn,
      runtimeSessionId: newSession(),
      payload,
      contentType: 'application/octet-stream',
    }),
  );
  const back = await answer.response.transformToByteArray();
  const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');
  assert.equal(hash(back), hash(payload));
});

test('one session meets one worker, another session another, and a stopped one starts anew', async () => {
  const session = newSession();
  const first = (await invoke(probe, { do: 'tell' }, session)).told.worker;
  assert.equal((await invoke(probe, { do: 'tell' }, session)).told.worker, first);
  assert.notEqual((await invoke(probe, { do: 'tell' }, newSession())).told.worker, first);
  const stopped = await data.send(
    new StopRuntimeSessionCommand({ agentRuntimeArn: probe.arn, runtimeSessionId: session }),
  );
  assert.equal(stopped.statusCode, 200);
  assert.notEqual((await invoke(probe, { do: 'tell' }, session)).told.worker, first);
});

test('a command tells its output, errors and exit code as an event stream', async () => {
  const answer = await data.send(
    new InvokeAgentRuntimeCommandCommand({
      agentRuntimeArn: probe.arn,
      runtimeSessionId: newSession(),
      body: { command: 'echo out; echo err >&2; exit 3', timeout: 30 },
    }),
  );
  let out = '';
  let err = '';
  let stop;
  for await (const { chunk } of answer.stream) {
    out += chunk.contentDelta?.stdout ?? '';
    err += chunk.contentDelta?.stderr ?? '';
    stop = chunk.contentStop ?? stop;
  }
  assert.deepEqual([out, err, stop], ['out\n', 'err\n', { exitCode: 3, status: 'COMPLETED' }]);
});

test('a crash is a RuntimeClientError with the last lines of the agent', async () => {
  await assert.rejects(
    invoke(probe, { do: 'crash', code: 7, say: ['ValueError: the moon is late'] }, newSession()),
    (error) => {
      assert.equal(error.name, 'RuntimeClientError');
      assert.equal(error.$metadata.httpStatusCode, 424);
      assert.match(error.message, /ValueError: the moon is late/);
      return true;
    },
  );
});

test('the Node example answers and streams', async () => {
  const runtime = await deploy(`${root}examples/node-echo`, {
    name: 'node_echo',
    runtime: 'NODE_22',
    entry: 'index.mjs',
  });
  try {
    const session = newSession();
    const { told } = await invoke(runtime, { prompt: 'hello there' }, session);
    assert.deepEqual(told, { message: 'echo: hello there', session });
  } finally {
    await destroy(runtime);
  }
});

test('an A2A agent shows its card', async () => {
  const runtime = await deploy(`${root}examples/a2a-python`, {
    name: 'a2a',
    protocolConfiguration: { serverProtocol: 'A2A' },
  });
  try {
    const answer = await data.send(
      new GetAgentCardCommand({ agentRuntimeArn: runtime.arn, runtimeSessionId: newSession() }),
    );
    assert.equal(answer.agentCard.name, 'a2a-python');
  } finally {
    await destroy(runtime);
  }
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import {
  BatchCreateMemoryRecordsCommand,
  CreateEventCommand,
  GetEventCommand,
  GetMemoryRecordCommand,
  ResourceNotFoundException,
  RetrieveMemoryRecordsCommand,
  ValidationException,
  paginateListEvents,
  paginateListSessions,
} from '@aws-sdk/client-bedrock-agentcore';
import {
  CreateMemoryCommand,
  DeleteMemoryCommand,
  GetMemoryCommand,
  UpdateMemoryCommand,
  paginateListMemories,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { control, data } from './platform.mjs';

let memoryId;

const said = (text) => [{ conversational: { role: 'USER', content: { text } } }];
const event = (sessionId, text, more = {}) =>
  data.send(
    new CreateEventCommand({
      memoryId,
      actorId: 'anna/of:here',
      sessionId,
      eventTimestamp: new Date(),
      payload: said(text),
      ...more,
    }),
  );

before(async () => {
  const { memory } = await control.send(
    new CreateMemoryCommand({
      name: `outside_${randomUUID().slice(0, 8)}`,
      eventExpiryDuration: 7,
      memoryStrategies: [{ semanticMemoryStrategy: { name: 'facts', namespaces: ['/facts/{actorId}'] } }],
    }),
  );
  assert.ok(memory.createdAt instanceof Date);
  memoryId = memory.id;
});

after(() => control.send(new DeleteMemoryCommand({ memoryId })));

test('a memory is shown, changed and listed', async () => {
  const { memory } = await control.send(new UpdateMemoryCommand({ memoryId, description: 'of the suite' }));
  assert.equal(memory.description, 'of the suite');
  assert.equal(memory.status, 'ACTIVE');
  assert.deepEqual((await control.send(new GetMemoryCommand({ memoryId }))).memory, memory);
  const listed = [];
  for await (const page of paginateListMemories({ client: control, pageSize: 1 }, {})) listed.push(...page.memories);
  assert.ok(listed.some((one) => one.id === memoryId));
});

test('events come back as they were sent, newest first over all pages', async () => {
  const eventTimestamp = new Date('2026-01-02T03:04:05.678Z');
  const payload = [...said('grüß dich 😀'), { blob: { a: [1, null] } }];
  const { event: created } = await event('kinds', '', { payload, eventTimestamp });
  assert.equal(created.eventTimestamp.getTime(), eventTimestamp.getTime());
  const { event: got } = await data.send(
    new GetEventCommand({ memoryId, actorId: 'anna/of:here', sessionId: 'kinds', eventId: created.eventId }),
  );
  assert.deepEqual(got, created);
  for (let i = 0; i < 5; i++) await event('pages', `turn ${i}`);
  const texts = [];
  const asked = { memoryId, actorId: 'anna/of:here', sessionId: 'pages' };
  for await (const page of paginateListEvents({ client: data, pageSize: 2 }, asked)) {
    texts.push(...page.events.map((one) => one.payload[0].conversational.content.text));
  }
  assert.deepEqual(texts, ['turn 4', 'turn 3', 'turn 2', 'turn 1', 'turn 0']);
  const sessions = [];
  for await (const page of paginateListSessions({ client: data, pageSize: 1 }, { memoryId, actorId: 'anna/of:here' })) {
    sessions.push(...page.sessionSummaries.map((one) => one.sessionId));
  }
  assert.deepEqual(sessions, ['pages', 'kinds']);
});

test('what is said is learnt and found', async () => {
  await event('learning', 'I live in Berlin.');
  const asked = {
    memoryId,
    namespace: '/facts/anna/of:here',
    searchCriteria: { searchQuery: 'where does she live', topK: 1 },
  };
  let found = [];
  for (let i = 0; i < 100 && found.length === 0; i++) {
    await pause(200);
    found = (await data.send(new RetrieveMemoryRecordsCommand(asked))).memoryRecordSummaries;
  }
  assert.equal(found[0].content.text, 'The user lives in Berlin.');
  assert.ok(found[0].createdAt instanceof Date);
});

test('records are created by hand', async () => {
  const made = await data.send(
    new BatchCreateMemoryRecordsCommand({
      memoryId,
      records: [
        { requestIdentifier: 'a', namespaces: ['/own'], content: { text: 'by hand' }, timestamp: new Date(0) },
      ],
    }),
  );
  assert.equal(made.successfulRecords[0].requestIdentifier, 'a');
  const { memoryRecordId } = made.successfulRecords[0];
  const { memoryRecord } = await data.send(new GetMemoryRecordCommand({ memoryId, memoryRecordId }));
  assert.equal(memoryRecord.content.text, 'by hand');
  assert.equal(memoryRecord.createdAt.getTime(), 0);
});

test('refusals are typed', async () => {
  await assert.rejects(event('s', 'x', { memoryId: 'nothing-0123456789' }), ResourceNotFoundException);
  await assert.rejects(event('s', 'x', { branch: { name: 'nowhere' } }), ValidationException);
});

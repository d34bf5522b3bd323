// The official TypeScript client of MCP, with the servers that come with the platform and run without it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const cadre = process.env.OUTSIDE_CADRE ?? fileURLToPath(new URL('../../cadre', import.meta.url));
const eras = [
  ['2025-11-25', {}],
  ['2026-07-28', { versionNegotiation: { mode: 'auto' } }],
];

async function talks(transport, options, version) {
  const client = new Client({ name: 'outside', version: '1' }, options);
  await client.connect(transport);
  try {
    assert.equal(client.getNegotiatedProtocolVersion(), version);
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map((tool) => tool.name), ['get_weather', 'store_data', 'get_data']);
    const value = { list: [1, 'zwei', null] };
    await client.callTool({ name: 'store_data', arguments: { key: 'k', value } });
    const found = await client.callTool({ name: 'get_data', arguments: { key: 'k' } });
    assert.deepEqual(found.structuredContent.value, value);
    const wrong = await client.callTool({ name: 'get_data', arguments: {} });
    assert.ok(wrong.isError);
    assert.match(wrong.content[0].text, /'key'/);
  } finally {
    await client.close();
  }
}

for (const [version, options] of eras) {
  test(`over stdio, ${version}`, { timeout: 120_000 }, () =>
    talks(new StdioClientTransport({ command: cadre, args: ['mcp', 'custom', '--stdio'] }), options, version),
  );
}

test('over HTTP, both eras at once', { timeout: 120_000 }, async () => {
  const server = spawn(cadre, ['mcp', 'custom', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await new Promise((resolve) => createInterface(server.stdout).once('line', (...all) => resolve(all)));
    const url = new URL(line.match(/http:\S+\/mcp/)[0]);
    await Promise.all(
      eras.map(([version, options]) => talks(new StreamableHTTPClientTransport(url), options, version)),
    );
  } finally {
    server.kill();
  }
});

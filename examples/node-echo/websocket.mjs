// The server's half of RFC 6455, as far as an echo needs it: text and binary, fragments, ping and close.
import { createHash } from 'node:crypto';

const CLOSE = 8;
const PING = 9;
const PONG = 10;
const LARGEST_FRAME = 1 << 20;

/** Completes the handshake and sends every frame back, kind for kind, until the client closes. */
export function acceptEcho(request, socket, head) {
  const key = request.headers['sec-websocket-key'];
  if (!key) return socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n');
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n' +
      `sec-websocket-accept: ${accept}\r\n\r\n`,
  );
  let pending = Buffer.alloc(0);
  const onData = (data) => {
    pending = Buffer.concat([pending, data]);
    for (let frame = next(pending); frame; frame = next(pending)) {
      if (frame.length > LARGEST_FRAME) return socket.end(encode(true, CLOSE, Buffer.from([0x03, 0xf1]))); // 1009
      pending = pending.subarray(frame.end);
      reply(socket, frame);
    }
  };
  socket.on('data', onData);
  if (head.length > 0) onData(head);
}

function reply(socket, { fin, opcode, payload }) {
  if (opcode === PING) socket.write(encode(true, PONG, payload));
  else if (opcode === CLOSE) socket.end(encode(true, CLOSE, payload.subarray(0, 2)));
  else if (opcode < CLOSE) socket.write(encode(fin, opcode, payload)); // a fragment goes back as a fragment
}

function next(data) {
  if (data.length < 2) return undefined;
  let length = data[1] & 0x7f;
  let at = 2;
  if (length === 126) {
    if (data.length < 4) return undefined;
    length = data.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (data.length < 10) return undefined;
    length = Number(data.readBigUInt64BE(2));
    at = 10;
  }
  if (length > LARGEST_FRAME) return { length };
  const end = at + 4 + length; // a client's frames are always masked
  if (data.length < end) return undefined;
  const payload = Buffer.from(data.subarray(at + 4, end));
  for (let i = 0; i < length; i++) payload[i] ^= data[at + (i & 3)];
  return { fin: (data[0] & 0x80) !== 0, opcode: data[0] & 0x0f, payload, length, end };
}

function encode(fin, opcode, payload) {
  const size = payload.length;
  const header = Buffer.alloc(size < 126 ? 2 : size < 65536 ? 4 : 10);
  header[0] = (fin ? 0x80 : 0) | opcode;
  if (size < 126) header[1] = size;
  else if (size < 65536) {
    header[1] = 126;
    header.writeUInt16BE(size, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(size), 2);
  }
  return Buffer.concat([header, payload]);
}

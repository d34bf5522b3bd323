// An agent that does nothing without its one dependency: it tells how many milliseconds a time has.
import { createServer } from 'node:http';
import ms from 'ms';

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const answer =
    request.url === '/ping'
      ? { status: 'Healthy' }
      : { milliseconds: ms(JSON.parse(Buffer.concat(chunks).toString('utf8')).time) };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}).listen(Number(process.env.PORT ?? 8080));

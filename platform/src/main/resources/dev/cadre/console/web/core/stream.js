/** Reads streams as they arrive: server-sent events, and lines. */

/**
 * @typedef {object} ServerEvent
 * @property {string} event its name; `message` when it has none
 * @property {string} data
 */

/**
 * The lines of a response; the rest after the last line break is a line, too.
 *
 * @param {Response} response
 * @returns {AsyncGenerator<string>}
 */
export async function* lines(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const {done, value} = await reader.read();
      if (done) break;
      rest += value;
      let from = 0;
      for (let to = rest.indexOf('\n'); to >= 0; to = rest.indexOf('\n', from)) {
        yield rest[to - 1] === '\r' ? rest.slice(from, to - 1) : rest.slice(from, to);
        from = to + 1;
      }
      rest = rest.slice(from);
    }
    if (rest) yield rest;
  } finally {
    // Whoever stops listening ends the request.
    reader.cancel().catch(() => {});
  }
}

/**
 * The events of a response in `text/event-stream`, as the HTML standard reads them. An event that the end cut is dropped.
 *
 * @param {Response} response
 * @returns {AsyncGenerator<ServerEvent>}
 */
export async function* events(response) {
  let event = 'message';
  /** @type {string[]} */
  let data = [];
  for await (const line of lines(response)) {
    if (line === '') {
      if (data.length > 0) yield {event, data: data.join('\n')};
      event = 'message';
      data = [];
      continue;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }
}

import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { turnstreamError } from '../../processors/errors.ts'
import { answer, hit, modelSays, type Script } from './fake.ts'
import { type Gateway, gateway, listening, parseSse, until } from './gateway.ts'

const stream = async (gate: Gateway, body: object = { message: 'hi' }) => {
  const response = await gate.post('/v1/chat/stream', body)
  return { response, events: parseSse(response.body) }
}

const tokens = (events: ReturnType<typeof parseSse>): string =>
  events
    .filter(({ event }) => event === 'token')
    .map(({ data }) => JSON.parse(data).text)
    .join('')

it('a miss is streamed as status, tokens, sources and done', async () => {
  const { response, events } = await stream(gateway(modelSays('Within 30 days.')))
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'x-turnstream-cache': 'miss',
    'x-turnstream-turn': 't_1',
  })
  expect(events.map(({ event }) => event)).toEqual(['status', 'status', 'token', 'token', 'token', 'sources', 'done'])
  expect(tokens(events)).toBe('Within 30 days.')
  expect(JSON.parse(events.at(-1)!.data)).toMatchObject({
    turn_id: 't_1',
    message: 'Within 30 days.',
    cached: null,
    cost_usd: 0.000025,
  })
})

it('events are numbered from 1 and their data is JSON', async () => {
  const { events } = await stream(gateway())
  expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => String(at + 1)))
  for (const { data } of events) expect(() => JSON.parse(data)).not.toThrow()
})

it('a cached answer is streamed as well, its sources before its tokens', async () => {
  const { response, events } = await stream(gateway(({ turnId }) => hit(turnId, 'Within 30 days.')))
  expect(response.headers['x-turnstream-cache']).toBe('exact')
  expect(events.map(({ event }) => event)).toEqual(['status', 'sources', 'token', 'token', 'token', 'done'])
  expect(tokens(events)).toBe('Within 30 days.')
})

it('a restart voids what was shown, and the rest adds up to the answer', async () => {
  const script: Script = turn => {
    turn.taken()
    turn.say({ kind: 'token', text: 'Half an ans' })
    turn.say({ kind: 'restart' })
    turn.say({ kind: 'token', text: 'Within ' })
    turn.say({ kind: 'token', text: '30 days.' })
    return answer(turn.turnId, 'Within 30 days.')
  }
  const { events } = await stream(gateway(script))
  const restart = events.findIndex(({ event }) => event === 'restart')
  expect(tokens(events.slice(0, restart))).toBe('Half an ans')
  expect(tokens(events.slice(restart))).toBe('Within 30 days.')
})

it('tokens that the reply channel lost are made up for from the answer', async () => {
  const script: Script = turn => {
    turn.taken()
    turn.say({ kind: 'token', text: 'Within' })
    return answer(turn.turnId, 'Within 30 days.')
  }
  expect(tokens((await stream(gateway(script))).events)).toBe('Within 30 days.')
})

it('where tokens and answer differ the stream starts again with the answer', async () => {
  const script: Script = turn => {
    turn.taken()
    turn.say({ kind: 'token', text: 'Something else' })
    return answer(turn.turnId, 'Within 30 days.')
  }
  const { events } = await stream(gateway(script))
  expect(tokens(events.slice(events.findIndex(({ event }) => event === 'restart')))).toBe('Within 30 days.')
})

it('tokens that come before the turn is known to be taken are kept in order', async () => {
  const script: Script = async turn => {
    turn.say({ kind: 'token', text: 'Within ' })
    await new Promise(resolve => setTimeout(resolve, 10))
    turn.taken()
    turn.say({ kind: 'token', text: '30 days.' })
    return answer(turn.turnId, 'Within 30 days.')
  }
  const { events } = await stream(gateway(script))
  expect(events[0]!.event).toBe('status')
  expect(tokens(events)).toBe('Within 30 days.')
})

it('a failure before anything was said has a status of its own', async () => {
  const gate = gateway(() => Promise.reject(turnstreamError('LOG_UNAVAILABLE', 'no room on the disk')))
  const response = await gate.post('/v1/chat/stream', { message: 'hi' })
  expect(response.statusCode).toBe(503)
  expect(response.json().error.code).toBe('LOG_UNAVAILABLE')
})

it('a failure after the first token ends the stream with an error event', async () => {
  const script: Script = turn => {
    turn.taken()
    turn.say({ kind: 'token', text: 'Within' })
    return Promise.reject(turnstreamError('TURN_TIMEOUT', 'no answer in time'))
  }
  const { response, events } = await stream(gateway(script))
  expect(response.statusCode).toBe(200)
  expect(events.at(-1)!.event).toBe('error')
  expect(JSON.parse(events.at(-1)!.data).error).toMatchObject({
    code: 'TURN_TIMEOUT',
    request_id: response.headers['x-request-id'],
  })
})

it('silence is filled with heartbeats', async () => {
  const script: Script = async turn => {
    turn.taken()
    // Many times as long as two of them take, for a busy machine lets timers wait.
    await new Promise(resolve => setTimeout(resolve, 1_000))
    return answer(turn.turnId, 'yes')
  }
  const { events } = await stream(gateway(script, { streams: { heartbeatMs: 20 } }))
  expect(events.filter(({ event }) => event === 'comment').length).toBeGreaterThanOrEqual(2)
  expect(events.at(-1)!.event).toBe('done')
})

it('a client that leaves a stream gives its turn up', async () => {
  const script: Script = turn => {
    turn.taken()
    turn.say({ kind: 'token', text: 'Within' })
    return new Promise(() => undefined)
  }
  const gate = gateway(script)
  const url = await listening(gate)
  const response = await fetch(`${url}/v1/chat/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"message":"hi"}',
  })
  const reader = response.body!.getReader()
  await reader.read()
  expect(gate.signals[0]!.aborted).toBe(false)
  await reader.cancel()
  await until(() => gate.signals[0]!.aborted)
})

/** Asks for a stream and never reads it. */
const neverRead = async (url: string): Promise<() => void> => {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('error', () => undefined)
  socket.pause()
  const body = '{"message":"hi"}'
  socket.write(
    `POST /v1/chat/stream HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  return () => socket.destroy()
}

it('a reader that falls too far behind a model is dropped, and what waits for it stays bounded', async () => {
  let said = 0
  const script: Script = async turn => {
    turn.taken()
    while (!turn.signal.aborted && said < 256_000_000) {
      for (let i = 0; i < 64; i++) turn.say({ kind: 'token', text: 'x'.repeat(16_384) })
      said += 64 * 16_384
      await new Promise(resolve => setImmediate(resolve))
    }
    return answer(turn.turnId, 'never')
  }
  const gate = gateway(script, { streams: { mostBehindBytes: 1_000_000 } })
  const stop = await neverRead(await listening(gate))
  await until(() => gate.signals[0]?.aborted === true, 20_000)
  // The kernel takes some megabytes before anything waits here.
  expect(said).toBeLessThan(64_000_000)
  stop()
})

it('a slow reader of a cached answer holds it back instead of being dropped', async () => {
  const text = 'word '.repeat(200_000)
  const gate = gateway(({ turnId }) => hit(turnId, text), { streams: { mostBehindBytes: 100_000 } })
  const url = await listening(gate)
  const response = await fetch(`${url}/v1/chat/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"message":"hi"}',
  })
  await new Promise(resolve => setTimeout(resolve, 200))
  const events = parseSse(await response.text())
  expect(tokens(events)).toBe(text)
  expect(events.at(-1)!.event).toBe('done')
})

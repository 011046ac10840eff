import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSystem, type System } from '../gateway/system.ts'
import { connectTo, exchange, requestBytes, responseOf } from './connection.ts'
import { turnsOf } from './turns.ts'

let system: System
beforeAll(async () => {
  system = await openSystem({}, { arrival: { headersMs: 300, wholeMs: 600, checkMs: 50 } })
})
afterAll(() => system.close())

const whole = '{"message":"How do I return a lamp?"}'
const linesAbout = (level: string, from: number) => system.lines.slice(from).filter(line => line.level === level)

const answersNext = async (): Promise<void> => expect((await exchange(system.url, { body: whole })).status).toBe(200)

it.each([
  ['a Content-Length longer than the body', { 'content-length': '1000' }, whole.slice(0, 20)],
  ['a chunked body without its end', { 'transfer-encoding': 'chunked', 'content-length': '' }, '5\r\n{"mes\r\n'],
  ['a chunk cut in the middle', { 'transfer-encoding': 'chunked', 'content-length': '' }, 'ff\r\n{"mes'],
] as const)(
  '%s, then the end of what the client sends, is answered 400 and logged without alarm',
  async (_what, headers, body) => {
    const [before, from] = [await turnsOf(system), system.lines.length]
    const { 'content-length': length, ...others } = headers as Record<string, string>
    const connection = await connectTo(system.url)
    const head = { ...others, ...(length ? { 'content-length': length } : {}) }
    const bytes = requestBytes({ headers: head, body }).toString()
    connection.send(length ? bytes : bytes.replace(/content-length: \d+\r\n/, ''))
    connection.socket.end()
    const response = responseOf(await connection.closed)
    expect(response.status).toBe(400)
    expect(JSON.parse(response.body).error).toMatchObject({
      code: 'BAD_REQUEST',
      message: 'the request ended in the middle',
      request_id: response.headers['x-request-id'],
    })
    await expect.poll(() => linesAbout('info', from).length).toBeGreaterThan(0)
    expect(linesAbout('error', from)).toEqual([])
    expect(await turnsOf(system)).toBe(before)
    await answersNext()
  },
)

it('a client that goes away in the middle of its body leaves a line at info and no turn', async () => {
  const [before, from] = [await turnsOf(system), system.lines.length]
  const connection = await connectTo(system.url)
  connection.send(requestBytes({ headers: { 'content-length': '1000' }, body: whole }))
  await expect.poll(() => connection.socket.bytesWritten).toBeGreaterThan(0)
  connection.socket.resetAndDestroy()
  await expect
    .poll(() => linesAbout('info', from))
    .toMatchObject([{ message: 'client gone', fields: { why: expect.stringMatching(/in the middle of the body/) } }])
  expect(linesAbout('error', from)).toEqual([])
  expect(await turnsOf(system)).toBe(before)
  await answersNext()
})

it.each([
  ['headers that come byte by byte', 'POST /v1/chat HTTP/1.1\r\nhost: localhost\r\nx-a: '],
  ['a body that comes byte by byte', requestBytes({ headers: { 'content-length': '100000' } }).toString()],
])('%s are given up with 408 and hold nobody else up', async (_what, beginning) => {
  const before = await turnsOf(system)
  const connection = await connectTo(system.url)
  connection.send(beginning)
  const drip = setInterval(() => connection.send(' '), 20)
  try {
    await answersNext()
    expect(responseOf(await connection.closed)).toMatchObject({
      status: 408,
      body: expect.stringMatching(/did not arrive in time/),
    })
  } finally {
    clearInterval(drip)
  }
  expect(await turnsOf(system)).toBe(before + 1)
})

it('what follows a request and is none does not get mixed into its answer', async () => {
  const slow = await openSystem({ firstTokenMs: 100 })
  try {
    const connection = await connectTo(slow.url)
    connection.send(requestBytes({ headers: { connection: 'keep-alive' }, body: whole }))
    await expect.poll(() => slow.stub.calls().length).toBe(1)
    connection.send('no request at all\r\n\r\n')
    expect(await connection.closed).toBe('')
  } finally {
    await slow.close()
  }
})

it.each([
  ['a flood of headers', { headers: { 'x-flood': 'x'.repeat(20_000) } }, 431, /headers are too large/],
  [
    '2,000 headers',
    { headers: Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`x-${at}`, 'y'.repeat(10)])) },
    431,
    /headers are too large/,
  ],
  ['a very long path', { path: `/${'x'.repeat(20_000)}` }, 431, /headers are too large/],
  ['a long path', { method: 'GET', path: `/${'x'.repeat(8_000)}` }, 404, /no such path/],
  ['a long part of a path', { method: 'GET', path: `/v1/explain/${'x'.repeat(5_000)}` }, 400, /too long/],
  ['a NUL in the path', { method: 'GET', path: '/v1/explain/%00' }, 404, /no turn/],
  ['a path out of the path', { method: 'GET', path: '/v1/explain/..%2f..%2fetc%2fpasswd' }, 404, /no turn/],
  ['half an escape in the path', { method: 'GET', path: '/v1/explain/%e9' }, 400, /not a valid URL path/],
  ['OPTIONS', { method: 'OPTIONS' }, 405, /takes POST/],
  ['PROPFIND', { method: 'PROPFIND' }, 405, /takes POST/],
  ['a method of their own', { method: 'BREW' }, 400, /not HTTP/],
  ['two lengths that differ', { headers: { 'content-length': '1, 2' } }, 400, /not HTTP/],
  [
    'a length and chunks, as a smuggler sends them',
    { headers: { 'transfer-encoding': 'chunked' }, body: '0\r\n\r\n' },
    400,
    /not HTTP/,
  ],
] as const)('%s is answered clearly', async (_what, request, status, says) => {
  const response = await exchange(system.url, request)
  expect(response.status).toBe(status)
  expect(JSON.parse(response.body).error.message).toMatch(says)
  expect(response.headers['x-request-id']).toBe(JSON.parse(response.body).error.request_id)
  await answersNext()
})

it.each([
  ['HEAD of a page', '/', 200],
  ['HEAD of a path that takes POST', '/v1/chat', 405],
])('%s has the status and no body', async (_what, path, status) => {
  const response = await exchange(system.url, { method: 'HEAD', path })
  expect(response).toMatchObject({ status, body: '' })
})

import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSystem, type System } from '../gateway/system.ts'
import { exchange } from './connection.ts'
import { turnsOf } from './turns.ts'

let system: System
beforeAll(async () => {
  system = await openSystem()
})
afterAll(() => system.close())

const spaces = 1_000_000
const brackets = 100_000
const chat = (message: string): string => `{"message":"${message}"}`
const bytes = (...parts: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map(part => Buffer.from(part as string)))

interface Case {
  readonly what: string
  readonly body: string | Uint8Array
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly status?: number
  readonly code: string
  readonly says: RegExp
}

const refused: readonly Case[] = [
  {
    what: 'a byte that is not UTF-8',
    body: bytes('{"message":"caf', [0xe9], '"}'),
    code: 'BAD_JSON',
    says: /not UTF-8 at byte 15$/,
  },
  {
    what: 'UTF-8 that is cut, after a replacement character that was sent',
    body: bytes('{"message":"\ufffd', [0xf0, 0x9f, 0x98], '"}'),
    code: 'BAD_JSON',
    says: /not UTF-8 at byte 15$/,
  },
  {
    what: 'a surrogate written as UTF-8',
    body: bytes('{"message":"', [0xed, 0xa0, 0x80], '"}'),
    code: 'BAD_JSON',
    says: /not UTF-8 at byte 12$/,
  },
  {
    what: 'an overlong NUL',
    body: bytes('{"message":"', [0xc0, 0x80], '"}'),
    code: 'BAD_JSON',
    says: /not UTF-8 at byte 12$/,
  },
  { what: 'UTF-16', body: Buffer.from(chat('hi'), 'utf16le'), code: 'BAD_JSON', says: /not valid JSON/ },
  {
    what: 'another charset',
    body: chat('hi'),
    headers: { 'content-type': 'application/json; charset=latin1' },
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    says: /as UTF-8/,
  },
  {
    what: 'half a surrogate pair as an escape',
    body: chat('a\\ud800b'),
    code: 'BAD_REQUEST',
    says: /^message: must not hold half a surrogate pair/,
  },
  {
    what: 'half a pair deep in what is passed on',
    path: '/v1/chat/completions',
    body: '{"messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"\\udfff"}}]}',
    code: 'BAD_REQUEST',
    says: /^tools\[0\]\.function\.name: must not hold half/,
  },
  {
    what: 'half a pair in a name',
    body: '{"message":"hi","\\uD83D":1}',
    code: 'BAD_REQUEST',
    says: /^the body: must not hold half/,
  },
  { what: 'NUL', body: chat('a\\u0000b'), code: 'BAD_REQUEST', says: /but tabs and line breaks; U\+0000 was found/ },
  { what: 'a control character as it is', body: chat('a\u0001b'), code: 'BAD_JSON', says: /not valid JSON/ },
  { what: 'a C1 control character', body: chat('a\u0085b'), code: 'BAD_REQUEST', says: /U\+0085 was found/ },
  { what: '1 MB of spaces as a body', body: ' '.repeat(spaces), code: 'BAD_JSON', says: /not valid JSON/ },
  {
    what: '1 MB of spaces as a message',
    body: chat(' '.repeat(spaces)),
    code: 'BAD_REQUEST',
    says: /message: must have at most 32000 characters/,
  },
  {
    what: 'spaces up to the limit as a message',
    body: chat(' '.repeat(32_000)),
    code: 'BAD_REQUEST',
    says: /message: must not be empty/,
  },
  { what: '100,000 brackets', body: '['.repeat(brackets), code: 'BAD_REQUEST', says: /nested deeper than 100 levels/ },
  {
    what: '100,000 brackets in what is passed on',
    path: '/v1/chat/completions',
    body: `{"messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","x":${'['.repeat(brackets)}${']'.repeat(brackets)}}]}`,
    code: 'BAD_REQUEST',
    says: /nested deeper than 100 levels/,
  },
  {
    what: 'a number too large for one',
    body: '{"message":"hi","temperature":1e999}',
    code: 'BAD_REQUEST',
    says: /^temperature: must be/,
  },
  {
    what: 'a number of 10,000 digits',
    body: `{"message":"hi","max_tokens":${'9'.repeat(10_000)}}`,
    code: 'BAD_REQUEST',
    says: /^max_tokens: must be/,
  },
  {
    what: 'a poisoned prototype',
    body: '{"message":"hi","__proto__":{"scene":"x"}}',
    code: 'BAD_JSON',
    says: /not valid JSON/,
  },
  {
    what: 'a poisoned prototype, escaped',
    body: '{"message":"hi","\\u005f_proto__":{"scene":"x"}}',
    code: 'BAD_JSON',
    says: /not valid JSON/,
  },
  {
    what: 'a poisoned constructor',
    body: '{"message":"hi","constructor":{"prototype":{"scene":"x"}}}',
    code: 'BAD_JSON',
    says: /not valid JSON/,
  },
  {
    what: 'a gzipped body',
    body: gzipSync(chat('hi')),
    headers: { 'content-encoding': 'gzip' },
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    says: /without Content-Encoding/,
  },
  {
    what: 'a gzipped body that does not say so',
    body: gzipSync(chat('hi')),
    code: 'BAD_JSON',
    says: /UTF-8 at byte 1$/,
  },
  { what: 'an empty body', body: '', code: 'BAD_JSON', says: /empty/ },
  {
    what: 'no content type',
    body: chat('hi'),
    headers: { 'content-type': '' },
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    says: /application\/json/,
  },
  {
    what: 'several content types',
    body: chat('hi'),
    headers: { 'content-type': 'application/json, text/plain' },
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    says: /application\/json/,
  },
]

it.each(refused)('$what is refused clearly, leaves no turn and troubles nobody', async each => {
  const { path, body, headers, status = 400, code, says } = each
  const before = await turnsOf(system)
  const errors = system.lines.filter(({ level }) => level === 'error').length
  const response = await exchange(system.url, { body, ...(path ? { path } : {}), ...(headers ? { headers } : {}) })
  expect({ status: response.status, error: JSON.parse(response.body).error }).toMatchObject({
    status,
    error: { code, message: expect.stringMatching(says), request_id: response.headers['x-request-id'] },
  })
  expect(await turnsOf(system)).toBe(before)
  expect(system.lines.filter(({ level }) => level === 'error')).toHaveLength(errors)
  expect((await system.get('/ready')).status).toBe(200)
})

const answered: readonly { what: string; body: string; message: string }[] = [
  { what: 'a byte order mark', body: `\ufeff${chat('marked?')}`, message: 'marked?' },
  {
    what: 'a name that comes twice: the last counts',
    body: '{"message":"first?","message":"last?"}',
    message: 'last?',
  },
  { what: 'a whole surrogate pair as escapes', body: chat('\\ud83d\\ude00 ok?'), message: '😀 ok?' },
  { what: 'an escaped backslash before ud800', body: chat('\\\\ud800?'), message: '\\ud800?' },
  { what: 'tabs and line breaks', body: chat('a\\tb\\r\\nc?'), message: 'a\tb\r\nc?' },
  { what: 'a replacement character that was sent', body: chat('\ufffd?'), message: '\ufffd?' },
]

it.each(answered)('$what is taken as it is', async ({ body, message }) => {
  const response = await exchange(system.url, { body })
  expect(response.status).toBe(200)
  const { turn_id } = JSON.parse(response.body)
  expect(system.turnstream.facts.event('TurnReceived', turn_id).data.message).toBe(message)
})

it('a name of the prototype in a body reaches no object', () => {
  expect(({} as { scene?: string }).scene).toBeUndefined()
})

it.each([
  ['spaces', chat(' '.repeat(spaces))],
  ['brackets within a text', chat('['.repeat(spaces))],
  ['half pairs', chat('\\ud800'.repeat(spaces / 6))],
  ['whole pairs', chat('\\ud83d\\ude00'.repeat(spaces / 12))],
  ['replacement characters, then a byte that is none', bytes('\ufffd'.repeat(spaces / 3 - 10), [0xff])],
  ['numbers, and half a pair at the end', `{"message":"hi","x":[${'0,'.repeat(spaces / 2 - 100)}"\\ud800"]}`],
  ['100,000 unknown fields', `{${Array.from({ length: 70_000 }, (_, at) => `"a${at}":0`).join(',')}}`],
])('1 MB of %s takes little time to refuse', async (_what, body) => {
  const before = process.threadCpuUsage()
  expect((await exchange(system.url, { body })).status).toBe(400)
  const { user, system: kernel } = process.threadCpuUsage(before)
  expect((user + kernel) / 1_000).toBeLessThan(1_000)
})

import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { ChatModels } from '../../processors/ports/models.ts'
import { parseSse } from '../gateway/gateway.ts'
import { system } from '../gateway/system.ts'
import { connectTo, requestBytes } from './connection.ts'

const words = 1_000_000
const word = 'word '

/** A model that writes 5 MB as fast as it is let, in pieces of 5 kB. */
const torrent = (): ChatModels & { readonly aborted: () => number } => {
  let aborted = 0
  return {
    aborted: () => aborted,
    call: async ({ model, onToken, signal }) => {
      signal.addEventListener('abort', () => {
        aborted += 1
      })
      const piece = word.repeat(1_000)
      for (let sent = 0; sent < words; sent += 1_000) {
        onToken(piece)
        await turn()
      }
      return {
        model,
        text: word.repeat(words),
        finishReason: 'stop',
        toolCalls: null,
        reasoning: null,
        usage: { promptTokens: 10, completionTokens: words, cachedTokens: 0, counted: false },
        firstTokenMs: 1,
        durationMs: 2,
      }
    },
    close: async () => undefined,
  }
}

it('who reads nothing of 5 MB is dropped with the reason on the log, while who reads the same answer gets all of it', async () => {
  const models = torrent()
  const { url, post, lines, turnstream } = await system({}, { models })
  const body = { message: 'How do I return a lamp?', max_tokens: 1_000_000 }
  const idle = await connectTo(url)
  idle.socket.pause()
  idle.send(requestBytes({ path: '/v1/chat/stream', body: JSON.stringify({ ...body, user_id: 'idle' }) }))
  const response = await post('/v1/chat/stream', { ...body, user_id: 'quick' })
  const events = parseSse(await response.text())
  const tokens = events.filter(({ event }) => event === 'token').map(({ data }) => JSON.parse(data).text)
  expect(tokens.join('')).toHaveLength(words * word.length)
  expect(events.at(-1)!.event).toBe('done')
  await expect
    .poll(() => lines)
    .toContainEqual({
      level: 'info',
      message: 'client gone',
      fields: expect.objectContaining({ why: expect.stringMatching(/reads too slowly: \d+ bytes wait/) }),
    })
  const [waited] = lines
    .flatMap(({ fields }) => /(\d+) bytes wait/.exec(String(fields.why))?.slice(1) ?? [])
    .map(Number)
  expect(waited).toBeLessThan(400_000)
  expect(models.aborted(), 'the call goes on for the other').toBe(0)
  expect(lines.filter(({ level }) => level === 'error')).toEqual([])
  idle.socket.destroy()
  const next = await post('/v1/chat', { message: 'And a rug?' })
  expect(((await next.json()) as { message: string }).message).toHaveLength(words * word.length)
  expect(turnstream.desk.waiting()).toBe(0)
})

/** Not fetch, which gives up a connection that is not taken within ten seconds: client and server share a thread here. */
const readWhole = (url: string, body: object): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    const asked = request(url, { method: 'POST', agent: false, headers }, answer => text(answer).then(resolve, reject))
    asked.on('error', reject).end(JSON.stringify(body))
  })

it('1,000 streams that are open at once complete', async () => {
  const questions = 40
  const { url, stub, turnstream, lines } = await system({
    firstTokenMs: 300,
    answer: messages => `This is the answer to ${messages.at(-1)!.content}`,
  })
  const ask = async (number: number): Promise<string> => {
    const whole = await readWhole(`${url}/v1/chat/stream`, {
      message: `How do I return lamp type ${String.fromCharCode(97 + (number % 26))}${number % questions}?`,
      user_id: `u${number}`,
    })
    return whole.slice(-2_000)
  }
  const all = await Promise.all(Array.from({ length: 1_000 }, (_, number) => ask(number)))
  expect(all.filter(text => !/event: done\n/.test(text))).toEqual([])
  expect(lines.filter(({ level }) => level !== 'info')).toEqual([])
  await turnstream.settled()
  expect(stub.calls().every(({ outcome }) => outcome === 'completed')).toBe(true)
  expect(turnstream.desk.waiting()).toBe(0)
}, 120_000)

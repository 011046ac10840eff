import { once } from 'node:events'
import { expect, it } from 'vitest'
import type { eventOf } from '../fixtures.ts'
import type { Boarding, FlightLocks } from '../ports/flight-locks.ts'
import type { ChatCall, ChatResult } from '../ports/models.ts'
import type { Facts } from '../processor.ts'
import { receivedAtMs, requested, usage } from './infer.fixtures.ts'
import { completed, failed } from './outcome.ts'
import { makeShared } from './shared-call.ts'

const written = {
  model: 'm',
  text: 'Thirty days.',
  finishReason: 'stop',
  toolCalls: null,
  reasoning: null,
  usage: usage(9, 4),
  sources: [],
  firstTokenMs: 3,
  durationMs: 8,
  joined: null,
  chosen: null,
}
const result: ChatResult = { ...written, finishReason: 'stop' }
const circumstances = { timeMs: receivedAtMs, ambiguous: false }

/** Processes share a log, and locks that answer as they are told to. */
const start = (boardings: Boarding[]) => {
  const log = new Map<string, ReturnType<typeof eventOf>>()
  const calls: string[] = []
  const shown: string[] = []
  const facts = { find: (_type: string, id: string) => log.get(id) ?? null } as unknown as Facts
  const locks: FlightLocks = { board: async () => boardings.shift()! }
  const models = {
    call: async ({ callId }: ChatCall) => {
      calls.push(callId)
      return result
    },
  }
  const make = makeShared({ models, locks, facts, now: () => 77 })
  const call = (callId: string, key: string | null = 'k', signal = new AbortController().signal) =>
    make(key, { callId, signal, onToken: (text: string) => shown.push(text) } as unknown as ChatCall, 0)
  return { log, calls, shown, call }
}

const request = requested(1)
const leader = request.data.callId
const landed = completed(request, written, circumstances)
const crashed = failed(
  request,
  { code: 'MODEL_CUT', message: 'cut', partialText: null, usage: usage(0, 0), durationMs: 1, againAtMs: null },
  null,
  circumstances,
)
const over = async (): Promise<void> => undefined

it('who has the lock makes the call, and gives it back only once the answer is on the log', async () => {
  const released: (number | null)[] = []
  const lock = { lost: new AbortController().signal, release: async (at: number | null) => void released.push(at) }
  const { call, log, calls } = start([{ kind: 'leader', lock }])
  expect(await call(leader)).toEqual({ result, elsewhere: null })
  await new Promise(resolve => setTimeout(resolve, 30))
  expect([calls, released]).toEqual([[leader], []])
  log.set(landed.id, landed)
  await expect.poll(() => released).toEqual([77])
})

it.each([
  ['is told when it lands', { kind: 'follower', leader, over } as const],
  ['comes when it has landed', { kind: 'landed', leader } as const],
])('who %s gets the recorded answer in one piece, pays nothing and names the call', async (_, boarding) => {
  const { call, log, calls, shown } = start([boarding])
  log.set(landed.id, landed)
  expect(await call('t2.call.1')).toMatchObject({
    elsewhere: leader,
    result: { text: 'Thirty days.', usage: usage(0, 0), durationMs: 0 },
  })
  expect([calls, shown]).toEqual([[], ['Thirty days.']])
})

it('who waited for a call that failed boards again', async () => {
  const { call, log, calls } = start([
    { kind: 'follower', leader, over },
    { kind: 'alone', reason: 'Redis is gone' },
  ])
  log.set(crashed.id, crashed)
  expect(await call('t2.call.1')).toEqual({ result, elsewhere: null })
  expect(calls).toEqual(['t2.call.1'])
})

it('a call that nobody may join asks for no lock', async () => {
  const { call, calls } = start([])
  expect(await call('t2.call.1', null)).toEqual({ result, elsewhere: null })
  expect(calls).toEqual(['t2.call.1'])
})

it('a call that fails frees the lock at once and names no answer', async () => {
  const released: (number | null)[] = []
  const lock = { lost: new AbortController().signal, release: async (at: number | null) => void released.push(at) }
  const locks: FlightLocks = { board: async () => ({ kind: 'leader', lock }) }
  const models = { call: () => Promise.reject(new Error('no')) }
  const make = makeShared({ models, locks, facts: { find: () => null }, now: () => 77 })
  await expect(make('k', { callId: leader } as ChatCall, 0)).rejects.toThrow('no')
  expect(released).toEqual([null])
})

it('who leaves while another makes the call waits no longer', async () => {
  const leaving = new AbortController()
  const { call } = start([
    {
      kind: 'follower',
      leader,
      over: async signal => {
        await once(signal, 'abort')
        throw signal.reason
      },
    },
  ])
  const waiting = call('t2.call.1', 'k', leaving.signal)
  setImmediate(() => leaving.abort(new Error('left')))
  await expect(waiting).rejects.toMatchObject({ code: 'CLIENT_CLOSED' })
})

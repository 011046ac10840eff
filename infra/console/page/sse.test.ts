import { expect, it } from 'vitest'
import { serverEvents } from './sse.ts'

const bodyOf = (pieces: readonly (string | Uint8Array<ArrayBuffer>)[]): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream({
    start: controller => {
      for (const piece of pieces)
        controller.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)
      controller.close()
    },
  })

const all = async (pieces: readonly (string | Uint8Array<ArrayBuffer>)[]) => {
  const events = []
  for await (const event of serverEvents(bodyOf(pieces))) events.push(event)
  return events
}

it('events come out however the bytes are cut', async () => {
  const bytes = new TextEncoder().encode('event: token\nid: 1\ndata: {"text":"é"}\n\n: still here\n\ndata: 2\n\n')
  const expected = [
    { event: 'token', data: { text: 'é' } },
    { event: 'message', data: 2 },
  ]
  for (let cut = 0; cut <= bytes.length; cut++)
    expect(await all([bytes.slice(0, cut), bytes.slice(cut)]), `cut at ${cut}`).toEqual(expected)
})

it('half an event at the end is no event', async () => {
  expect(await all(['data: 1\n\ndata: 2'])).toEqual([{ event: 'message', data: 1 }])
})

it('who stops listening lets go of the connection', async () => {
  let cancelled = false
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: controller => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
    cancel: () => {
      cancelled = true
    },
  })
  for await (const { data } of serverEvents(body)) {
    expect(data).toBe(1)
    break
  }
  expect(cancelled).toBe(true)
})

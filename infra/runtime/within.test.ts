import { once } from 'node:events'
import { setTimeout as delay, setImmediate as immediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { expect, it, onTestFinished } from 'vitest'
import { within } from './within.ts'

/** Busy for so long, as a process that embeds a batch or was put aside by its machine. */
const stall = (ms: number): void => {
  for (const until = performance.now() + ms; performance.now() < until; );
}

it('passes on what the work comes to', async () => {
  expect(await within(delay(5, 'answer'), 1_000)).toBe('answer')
  await expect(within(Promise.reject(new Error('refused')), 1_000)).rejects.toThrow('refused')
})

it('rejects where there is no answer in time', async () => {
  await expect(within(new Promise(() => {}), 20)).rejects.toThrow(
    expect.objectContaining({ code: 'UNAVAILABLE', message: 'no answer within 20 ms' }),
  )
})

it('takes an answer that came while this process was busy itself', async () => {
  const server = new Worker(
    `const { createServer } = require('node:http')
     const server = createServer((_, response) => setTimeout(() => response.end('answer'), 30))
     server.listen(0, '127.0.0.1', () => require('node:worker_threads').parentPort.postMessage(server.address().port))`,
    { eval: true },
  )
  onTestFinished(async () => void (await server.terminate()))
  const [port] = await once(server, 'message')
  const ask = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}`)).text()
  await ask()
  const answer = within(ask(), 60)
  // Until the question is out. Timers come first after what is done at once, before what has arrived is read.
  await delay(10)
  await immediate()
  stall(200)
  expect(await answer).toBe('answer')
})

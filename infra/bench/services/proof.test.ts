import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { proven } from './proof.ts'

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

/** A gateway of which only `/ready` is asked. */
const gateway = async (degraded: Readonly<Record<string, string>> = {}): Promise<string> => {
  const server = createServer((_req, res) => res.end(JSON.stringify({ ready: true, reasons: [], degraded })))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  open.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Counts `made` lookups while the work runs, of which `answers` answers come. */
const prove = async (url: string, made: number, answers: number) => {
  let lookups = 7
  const work = async (): Promise<number> => {
    lookups += made
    return answers
  }
  return proven(
    url,
    'Redis',
    async () => lookups,
    work,
    answered => answered,
  )
}

it('gives figures whose answers the service can have given', async () => {
  expect(await prove(await gateway(), 12, 10)).toEqual({ result: 10, proof: 12 })
})

it('refuses those that came from somewhere else', async () => {
  await expect(prove(await gateway(), 9, 10)).rejects.toThrow('10 answers, but 9 lookups in Redis')
})

it('refuses a phase without such answers', async () => {
  await expect(prove(await gateway(), 0, 0)).rejects.toThrow('no answer came from Redis')
})

it('refuses those of a gateway that does without a part', async () => {
  const url = await gateway({ redis: 'no answer within 50 ms' })
  await expect(prove(url, 12, 10)).rejects.toThrow('the gateway does without redis: no answer within 50 ms')
})

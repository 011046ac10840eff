import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { type Connections, openConnections } from './connections.ts'
import { chatRequest } from './request.ts'
import type { Response } from './response.ts'

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

/** A server that answers when it is told to. */
const serve = async (most: number) => {
  const held: ServerResponse[] = []
  const arrivals: (() => void)[] = []
  const server: Server = createServer((req, res) => {
    req.resume()
    held.push(res)
    arrivals.shift()?.()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const connections: Connections = openConnections(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, most)
  open.push(() => {
    connections.close()
    server.closeAllConnections()
    server.close()
  })
  const ask = (): Promise<Response | null> => new Promise(resolve => connections.send(chatRequest('hello'), resolve))
  const taken = async (): Promise<ServerResponse> => {
    if (held.length === 0) await new Promise<void>(resolve => arrivals.push(resolve))
    return held.shift()!
  }
  return { connections, ask, taken, held }
}

const answer = (res: ServerResponse): void => {
  res.writeHead(200, { 'content-length': 2, 'x-turnstream-cache': 'exact' }).end('{}')
}

it('sends what waits as soon as a connection is free, in the order of asking', async () => {
  const { connections, ask, taken, held } = await serve(1)
  const answers: number[] = []
  const asked = [1, 2, 3].map(number =>
    ask().then(response => {
      answers.push(number)
      return response
    }),
  )
  expect(connections.outstanding()).toBe(3)
  for (let number = 1; number <= 3; number++) {
    const res = await taken()
    expect(held).toHaveLength(0)
    answer(res)
  }
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 3 }, () => ({ status: 200, layer: 'exact' })))
  expect(answers).toEqual([1, 2, 3])
  expect([connections.outstanding(), connections.sent()]).toEqual([0, 3])
})

it('tells of a connection that breaks, and goes on with what waits on another', async () => {
  const { ask, taken } = await serve(1)
  const [first, second] = [ask(), ask()]
  ;(await taken()).destroy()
  expect(await first).toBeNull()
  answer(await taken())
  expect(await second).toEqual({ status: 200, layer: 'exact' })
})

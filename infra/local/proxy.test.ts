import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startProxy } from './proxy.ts'

const echo = async (): Promise<string> => {
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.close()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const proxied = async () => {
  const proxy = await startProxy({ target: await echo() })
  onTestFinished(() => proxy.stop())
  return proxy
}

const client = async (port: number): Promise<Socket> => {
  const socket = connect({ host: '127.0.0.1', port })
  socket.on('error', () => undefined)
  await new Promise(resolve => socket.once('connect', resolve).once('close', resolve))
  onTestFinished(() => {
    socket.destroy()
  })
  return socket
}

/** Unlike `once`, which rejects when the other side resets. */
const closed = (socket: Socket): Promise<void> =>
  new Promise(resolve => (socket.closed ? resolve() : socket.on('close', () => resolve())))

const roundTrip = async (socket: Socket, text: string): Promise<string> => {
  let back = ''
  socket.write(text)
  while (back.length < text.length) back += (await once(socket, 'data'))[0]
  return back
}

test('bytes pass in order, in both directions, more than fit in any buffer', async () => {
  const { port } = await proxied()
  const text = Array.from({ length: 1_000_000 }, (_, index) => `${index},`).join('')
  expect((await roundTrip(await client(port), text)) === text).toBe(true)
})

test('a delay lengthens each round trip, and can be taken away while bytes are on their way', async () => {
  const { port, delay } = await proxied()
  const socket = await client(port)
  delay(150)
  const started = performance.now()
  expect(await roundTrip(socket, 'slow')).toBe('slow')
  expect(performance.now() - started).toBeGreaterThanOrEqual(149)
  const both = roundTrip(socket, 'firstsecond'.slice(0, 5))
  delay(0)
  socket.write('second')
  expect(await both).toMatch(/^first/)
})

test('pieces sent together are delayed together, not one after another', async () => {
  const { port, delay } = await proxied()
  const socket = await client(port)
  delay(100)
  const started = performance.now()
  const all = roundTrip(socket, 'a')
  for (let index = 0; index < 9; index++) {
    socket.write('b')
    await sleep(5)
  }
  await all
  await roundTrip(socket, 'c')
  expect(performance.now() - started).toBeLessThan(600)
})

test('a drop resets who is connected and lets new connections through', async () => {
  const { port, drop, connections } = await proxied()
  const socket = await client(port)
  await roundTrip(socket, 'here')
  expect(connections()).toBe(1)
  drop()
  await closed(socket)
  expect(await roundTrip(await client(port), 'again')).toBe('again')
})

test('while cut every connection is reset; mended, new ones go through', async () => {
  const { port, cut, mend } = await proxied()
  const before = await client(port)
  await roundTrip(before, 'here')
  cut()
  await closed(before)
  await expect(client(port).then(closed)).resolves.toBeUndefined()
  mend()
  expect(await roundTrip(await client(port), 'again')).toBe('again')
})

test('while stalled nothing arrives and nothing breaks; mended, what was held back arrives', async () => {
  const { port, stall, mend } = await proxied()
  const socket = await client(port)
  await roundTrip(socket, 'here')
  stall()
  const late = roundTrip(socket, 'late')
  expect(await Promise.race([late, sleep(200, 'silence')])).toBe('silence')
  mend()
  expect(await late).toBe('late')
})

test('a server that is not there resets the client instead of leaving it waiting', async () => {
  const proxy = await startProxy({ target: '127.0.0.1:1' })
  onTestFinished(() => proxy.stop())
  const socket = await client(proxy.port)
  await closed(socket)
  expect(proxy.connections()).toBe(0)
})

import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../ports.ts'
import { redis } from './redis.ts'
import { redisCommand } from './resp.ts'
import { redisVersion } from './version.ts'

/** What a Redis is sent, answered piece by piece so that answers come torn. */
const answering = async (...pieces: string[]) => {
  const port = await freePort()
  const asked: string[] = []
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    socket.once('data', async words => {
      asked.push(String(words).replaceAll(/[*$]\d+\r\n/g, ''))
      for (const piece of pieces) {
        socket.write(piece)
        await new Promise(setImmediate)
      }
    })
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { asked, address: redis.address(port), guarded: redis.address(port, 'open: sesame') }
}

const info = (text: string): string => `$${text.length}\r\n${text}\r\n`

test('the answer of a command is put together from its pieces', async () => {
  const { address, asked } = await answering('$', '5\r\nhe', 'llo', '\r\n')
  expect(await redisCommand(address, 'GET', 'k')).toBe('hello')
  expect(asked).toEqual(['GET\r\nk\r\n'])
})

test('who has a password logs in first, and a wrong one is told', async () => {
  const { guarded, asked } = await answering('+O', 'K\r\n', info('redis_version:7.4.6'))
  expect(await redisVersion(guarded)).toBe('7.4.6')
  expect(asked).toEqual(['AUTH\r\nopen: sesame\r\nINFO\r\nserver\r\n'])
  const wrong = await answering('-WRONGPASS no\r\n-NOAUTH no\r\n')
  await expect(redisVersion(wrong.guarded)).rejects.toThrow('WRONGPASS')
})

test('of several servers each is asked, and one of another version does not hide', async () => {
  const [old, other] = await Promise.all([
    answering(info('redis_version:6.2.0')),
    answering(info('redis_version:7.4.6')),
  ])
  expect(await redisVersion(`${other.address},${old.address}`)).toBe('7.4.6 and 6.2.0')
})

test('what answers and is no Redis is told without its password', async () => {
  const { guarded } = await answering('+OK\r\n', '+hello\r\n')
  await expect(redisVersion(guarded)).rejects.toThrow(/^127.0.0.1:\d+ answers, but is not Redis$/)
})

test('further arguments come last, where they win', async () => {
  const { args } = await redis.prepare({
    ports: { server: 1, bus: 2 },
    dataDir: '/tmp',
    heap: '',
    advertise: null,
    cluster: false,
    args: ['--appendonly', 'no'],
    password: 'sesame',
  })
  expect(args.slice(-4)).toEqual(['--requirepass', 'sesame', '--appendonly', 'no'])
})

import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Service } from '../../infra/local/native.ts'
import { redisCommand } from '../../infra/local/redis/resp.ts'

const program = join(import.meta.dirname, '..', '..', 'infra', 'local', 'main.ts')
const folder = mkdtempSync(join(tmpdir(), 'turnstream-services-'))

const services = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    env: { ...process.env, TURNSTREAM_SERVICES_DIR: folder },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

const redisNow = (): Service =>
  (JSON.parse(services('status', 'redis', '--with', 'native', '--json').stdout) as Service[])[0]!

beforeEach(() => {
  services('down', 'redis', '--wipe', '--with', 'native')
})

afterAll(() => {
  services('down', 'redis', '--with', 'native')
  rmSync(folder, { recursive: true })
})

const up = (...args: string[]) => services('up', 'redis', '--with', 'native', ...args)

test('up prints nothing on stdout but exports, and starts nothing twice', () => {
  const first = up()
  expect(first.stdout).toMatch(/^export REDIS_URL=redis:\/\/127\.0\.0\.1:\d+\n$/)
  const { pid, version } = redisNow()
  expect(version).toMatch(/^7\./)
  expect(up().stdout).toBe(first.stdout)
  expect(redisNow().pid).toBe(pid)
})

test('down stops it, and up starts it on the data it had', async () => {
  up()
  const { address } = redisNow()
  await redisCommand(address!, 'SET', 'kept', 'yes')
  expect(services('down', 'redis', '--with', 'native').status).toBe(0)
  await expect(redisCommand(address!, 'PING')).rejects.toThrow('ECONNREFUSED')
  expect(redisNow()).toMatchObject({ state: 'stopped', pid: null, address: null })
  up()
  expect(await redisCommand(redisNow().address!, 'GET', 'kept')).toBe('yes')
})

test('status says of one that died why, and up starts it again on its port', () => {
  up()
  const { pid, address } = redisNow()
  process.kill(pid!, 'SIGKILL')
  const { status, stdout } = services('status', 'redis', '--with', 'native')
  expect(status).toBe(3)
  expect(stdout).toContain('it ended by itself; its log')
  expect(up().stdout).toContain(address)
})

test('a server that runs and does not answer is told apart from one that died, and can be taken down', () => {
  up()
  const { pid } = redisNow()
  process.kill(pid!, 'SIGSTOP')
  expect(redisNow()).toMatchObject({ state: 'silent', pid })
  expect(up()).toMatchObject({ status: 3, stdout: '' })
  expect(services('down', 'redis', '--with', 'native').status).toBe(0)
  expect(redisNow().state).toBe('stopped')
})

test('a port that another process listens on is refused with its number', async () => {
  const other = createServer()
  await once(other.listen(0, '127.0.0.1'), 'listening')
  const { port } = other.address() as AddressInfo
  const { status, stderr, stdout } = up('--port', `redis=${port}`)
  other.close()
  expect(stderr).toContain(`redis cannot have port ${port}: another process listens on it`)
  expect([status, stdout]).toEqual([3, ''])
})

test('an unknown service, port or way to start is a mistake of usage', () => {
  for (const args of [['mysql'], ['redis', '--port', 'redis=x'], ['redis', '--with', 'magic']]) {
    expect(services('up', ...args).status).toBe(2)
  }
})

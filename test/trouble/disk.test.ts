import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Serving, serve } from '../chaos/serving.ts'

let dir: string
const running = new Set<Serving>()
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'turnstream-disk-'))
})
afterEach(async () => {
  for (const server of running) await server.kill('SIGKILL')
  running.clear()
  rmSync(dir, { recursive: true, force: true })
})

const canLimit = spawnSync('prlimit', ['--version']).status === 0

/** The largest file that a process may write from now on, bytes: to it the disk is full beyond. */
const limit = ({ pid }: Serving, bytes: number | 'unlimited'): void =>
  expect(spawnSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:unlimited`]).status).toBe(0)

interface Told {
  readonly status: number
  readonly retryAfter: string | null
  readonly turnId: string
  readonly code: string
}

/** Null where no answer came in time: the turn may be on the log, but was not acknowledged. */
const ask = async ({ url }: Serving, message: string): Promise<Told | null> => {
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) }
  const response = await fetch(`${url}/v1/chat`, { ...request, signal: AbortSignal.timeout(2_000) }).catch(() => null)
  if (!response) return null
  const body = (await response.json()) as { turn_id: string; error?: { code: string } }
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    turnId: body.turn_id,
    code: body.error?.code ?? '',
  }
}

const readyOf = async ({ url }: Serving): Promise<{ status: number; reasons: string[] }> => {
  const response = await fetch(`${url}/ready`)
  return { status: response.status, reasons: ((await response.json()) as { reasons: string[] }).reasons }
}

it.skipIf(!canLimit)(
  'on a full disk turns are refused with 503, /ready says why, and with room again all goes on by itself, nothing acknowledged lost',
  async () => {
    const server = await serve(dir)
    running.add(server)
    const acknowledged: string[] = []
    const fill = async (number: number): Promise<Told | null> => {
      const told = await ask(server, `Question ${number}: ${'what about this and that '.repeat(100)}?`)
      if (told?.status === 200) acknowledged.push(told.turnId)
      return told
    }
    await expect.poll(() => fill(0), { timeout: 20_000 }).toMatchObject({ status: 200 })
    limit(server, 600_000)
    let refused: Told | null = null
    let ready = await readyOf(server)
    // What is shorter may still fit after the first that does not, and then the server is ready again.
    for (let number = 1; (refused === null || ready.status === 200) && number < 2_000; number += 4) {
      const told = await Promise.all([0, 1, 2, 3].map(more => fill(number + more)))
      refused = told.find(each => each !== null && each.status !== 200) ?? refused
      if (refused !== null) ready = await readyOf(server)
    }
    expect(refused).toMatchObject({ status: 503, code: 'LOG_UNAVAILABLE', retryAfter: '1' })
    expect(ready).toEqual({
      status: 503,
      reasons: expect.arrayContaining([expect.stringMatching(/the log cannot be written.*room on the disk/)]),
    })
    expect((await fetch(`${server.url}/health`)).status).toBe(200)

    limit(server, 'unlimited')
    await expect.poll(() => ask(server, 'Is there room again?'), { timeout: 20_000 }).toMatchObject({ status: 200 })
    await expect.poll(() => readyOf(server), { timeout: 20_000 }).toEqual({ status: 200, reasons: [] })
    for (const turnId of acknowledged) {
      const explained = await fetch(`${server.url}/v1/explain/${turnId}`)
      expect(await explained.json()).toMatchObject({ answer: { text: expect.any(String) } })
    }
    running.delete(server)
    expect(await server.kill('SIGTERM')).toBe(0)
  },
  90_000,
)

const nobody = 65_534
const program = join(import.meta.dirname, '..', '..', 'infra', 'cli', 'turnstream.js')
const isRoot = process.getuid?.() === 0
// What is read-only is not so for root.
const user = isRoot ? { uid: nobody, gid: nobody } : {}
const canBeNobody = spawnSync(process.execPath, [program, '--help'], user).status === 0

it.skipIf(!canBeNobody)(
  'a data directory that cannot be written is named at the start, which ends with 3',
  async () => {
    mkdirSync(join(dir, 'data'))
    chmodSync(join(dir, 'data'), 0o555)
    chmodSync(dir, 0o755)
    const args = [program, 'serve', '--port', '0', '--data-dir', join(dir, 'data')]
    const child = spawn(process.execPath, args, { ...user, stdio: ['ignore', 'ignore', 'pipe'] })
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
    expect(said).toMatch(/^turnstream: .*data.*permission denied/)
    expect(said.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(3)
  },
)

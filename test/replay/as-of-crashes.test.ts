import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { asOf } from '../../infra/audit/as-of.ts'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'
import { followViews } from '../../infra/runtime/views.ts'
import { type Held, heldThen } from './held.ts'

const crashes = Number(process.env.AS_OF_CRASHES ?? '20')
const instantsEach = 5
const seed = 11

/** A life of the system: what it held, told until it is busy; then it is killed. */
const live = async (dataDir: string, number: number, busyMs: number): Promise<readonly Held[]> => {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'as-of.child.ts'), dataDir, String(seed + number), String(instantsEach)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = once(child, 'exit')
  const held: Held[] = []
  for await (const line of createInterface(child.stdout)) {
    if (line === 'busy') break
    held.push(JSON.parse(line) as Held)
  }
  await sleep(busyMs)
  child.kill('SIGKILL')
  await exited
  return held
}

it(`${crashes * instantsEach} instants, before and after ${crashes} kills in the midst of turns: the log tells what the system held`, {
  timeout: 600_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-as-of-crashes-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  const random = seededRandom(seed)
  const seen: Held[] = []
  for (let n = 0; n < crashes; n++) seen.push(...(await live(dataDir, n, random.int(0, 60))))
  expect(seen).toHaveLength(crashes * instantsEach)
  // Turns came between, entries came and went.
  expect(seen.at(-1)!.turns).toBeGreaterThan(1.5 * seen.length)
  expect(seen.some(({ entries }, at) => entries < (seen[at - 1]?.entries ?? 0))).toBe(true)

  const log = await openLmdbLog({ dir: join(dataDir, 'log'), readOnly: true })
  const views = await followViews(log)
  views.stop()
  const told: Held[] = []
  for (const { atMs } of seen) {
    const moment = { atMs, scene: null, tenant: null, limit: 10_000 }
    told.push({ atMs, ...heldThen(await asOf(log, moment, views.asOf(atMs))) })
  }
  await log.close()
  expect(told).toEqual(seen)
})

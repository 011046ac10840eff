import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { runEffectProcessor } from '../../infra/runtime/effect-processor.ts'
import { createFacts } from '../../infra/runtime/facts.ts'
import { followViews } from '../../infra/runtime/views.ts'
import { turnstreamError } from '../../processors/errors.ts'
import { eventOf, turnOf } from '../../processors/fixtures.ts'
import type { Effect } from '../../processors/processor.ts'
import { catalogue } from '../../topics/catalogue.ts'
import { toRecord } from '../../topics/wire.ts'

/** What an effect on a turn with this cause leads to, in order, on a log that finds no cause before it has settled. */
const steps = async (cause: string | null, settle: () => Promise<void>): Promise<readonly string[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-effects-'))
  const log = await openLmdbLog({ dir })
  await log.createTopics(catalogue.map(topic => ({ ...topic, partitions: 1 })))
  const views = await followViews(log)
  const told: string[] = []
  const effect: Effect = {
    ...{ kind: 'effect', name: 'call', inputs: ['chat.turns'], reactsTo: ['TurnReceived'], outputs: [] },
    lane: ({ id }) => id,
    run: async () => {
      told.push('runs')
      return []
    },
  }
  const settled = async (): Promise<void> => {
    told.push('settles')
    await settle()
  }
  const running = await runEffectProcessor({
    ...{ log: { ...log, has: () => false, settled }, effect, facts: createFacts(log), views, partitions: 1 },
    limits: { capacity: 1, highWater: 10, lowWater: 5 },
    onTrouble: () => told.push('tells'),
  })
  onTestFinished(async () => {
    await running.stop()
    views.stop()
    await log.close()
    rmSync(dir, { recursive: true })
  })
  await log.append([toRecord(eventOf('TurnReceived', turnOf(), { id: 'later', cause }), 1)])
  await expect.poll(() => told.at(-1)).toBe('runs')
  return told
}

it('an effect waits for its cause, which may be found a moment after it', async () => {
  expect(await steps('shown late', async () => undefined)).toEqual(['settles', 'runs'])
})

it('an effect without a cause waits for nothing', async () => {
  expect(await steps(null, async () => undefined)).toEqual(['runs'])
})

it('an effect is run without its cause where the log cannot tell whether it is there, and that is told', async () => {
  const settle = () => Promise.reject(turnstreamError('LOG_UNAVAILABLE', 'nobody answers'))
  expect(await steps('never shown', settle)).toEqual(['settles', 'tells', 'runs'])
})

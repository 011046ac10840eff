import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { openCache } from '../../infra/cache/embedded.ts'
import type { CacheModel } from '../../infra/cache/model.ts'
import type { DeciderConfiguration } from '../../processors/configuration.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { at, eventOf, turnOf } from '../../processors/fixtures.ts'
import { configuration } from './fakes.ts'

/** A cache for each test of a file: empty, and gone after it. */
export const openTestCache = (): (() => CacheModel) => {
  let dir: string
  let cache: CacheModel
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'turnstream-topology-'))
    cache = await openCache({ dir, logId: 'test', dimensions: 384, searchable: 50_000 })
  })
  afterEach(async () => {
    await cache.close()
    rmSync(dir, { recursive: true })
  })
  return () => cache
}

export const appliedOf = (of: DeciderConfiguration): DomainEvent<'ConfigurationApplied'> =>
  eventOf('ConfigurationApplied', { configuration: JSON.stringify(of), hash: '', by: 'test' }, { id: 'configuration' })
export const applied = appliedOf(configuration)

/** A turn as a platform produces it to Kafka: without a resolution. */
export const turn = (
  n: number,
  message: string,
  options: { conversationId?: string; timeMs?: number } = {},
): DomainEvent<'TurnReceived'> => {
  const { conversationId, timeMs = at + n } = options
  const turnId = `t${n}`
  const data = turnOf({
    turnId,
    conversationId: conversationId ?? turnId,
    solo: conversationId === undefined,
    message,
    channel: 'kafka',
  })
  return eventOf('TurnReceived', data, { id: turnId, key: conversationId ?? turnId, timeMs })
}

/** Picks as a random number generator would, the same for the same seed. */
export const seeded = (seed: number) => (n: number) => {
  seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32
  return Math.floor((seed / 2 ** 32) * n)
}

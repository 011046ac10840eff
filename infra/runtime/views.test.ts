import { expect, it } from 'vitest'
import type { EventLog, Position } from '../../processors/ports/log.ts'
import { followViews } from './views.ts'

const silent = {
  end: async () => 0n,
  read: async () => [],
  synced: async () => 0n,
  wait: (_place: Position, signal: AbortSignal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
} as unknown as EventLog

it('given what was read ahead may be lost, when the wait for it is aborted, then it rejects with the reason', async () => {
  const views = await followViews(silent)
  const waiting = new AbortController()
  const reached = views.reached('policy.changes', 3, waiting.signal)
  const lost = new Error('the flush was lost')
  waiting.abort(lost)
  await expect(reached).rejects.toBe(lost)
  await expect(views.reached('policy.changes', 3, waiting.signal)).rejects.toBe(lost)
  expect(views.holds('policy.changes', 3)).toBe(false)
  views.stop()
})

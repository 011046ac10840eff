import { randomUUID } from 'node:crypto'
import { turnstreamError } from '../../processors/errors.ts'
import { isFinished, openReplayStore, type Replay, type ReplayAsked, type ReplayProgress } from './store.ts'

/** A replay under way. */
export interface Running {
  /** The document that it has come to. Rejects with why it failed. */
  readonly result: Promise<unknown>
  stop(): void
}

export type StartReplay = (asked: ReplayAsked, onProgress: (progress: ReplayProgress) => void) => Running

/** Replays that were asked for over HTTP: one at a time, in order. */
export interface Replays {
  /** Newest first. */
  list(): readonly Replay[]
  find(id: string): Replay | null
  /** Throws CONFLICT where too many wait. */
  submit(asked: ReplayAsked): Replay
  /** Stops one that waits or runs; one that is finished stays as it is. */
  cancel(id: string): Replay | null
  /** Stops what runs; it is told of as failed from then on. */
  close(): Promise<void>
}

/** Finished ones that are kept, the newest. */
const mostKept = 20
/** That may wait. */
const mostWaiting = 20

const stopped = 'the server stopped before it was done; ask for it again'

/** Opens what was asked for before, results included, and runs what comes. What was under way when the server ended has failed. */
export const openReplays = (dir: string, start: StartReplay, nowMs: () => number): Replays => {
  const store = openReplayStore(dir)
  const replays = new Map<string, Replay>()
  for (const replay of store.all().toSorted((a, b) => a.submittedMs - b.submittedMs)) replays.set(replay.id, replay)
  let current: { readonly id: string; readonly running: Running; readonly ended: Promise<void> } | null = null
  let closed = false

  const update = (id: string, change: Partial<Replay>, keep = true): Replay => {
    const replay = { ...replays.get(id)!, ...change }
    replays.set(id, replay)
    if (keep) store.put(replay)
    return replay
  }
  for (const replay of replays.values()) if (!isFinished(replay)) update(replay.id, { state: 'failed', error: stopped })

  const forgetOldest = (): void => {
    const finished = [...replays.values()].filter(isFinished)
    for (const { id } of finished.slice(0, Math.max(0, finished.length - mostKept))) {
      replays.delete(id)
      store.remove(id)
    }
  }
  const end = (id: string, change: Partial<Replay>): void => {
    // Whoever cancelled it has said what became of it.
    if (replays.get(id)?.state === 'running') update(id, change)
    forgetOldest()
  }
  const next = (): void => {
    const waiting = [...replays.values()].find(({ state }) => state === 'queued')
    if (!waiting || current || closed) return
    const { id, asked } = waiting
    update(id, { state: 'running' })
    const running = start(asked, progress => update(id, { progress }, false))
    const ended = running.result
      .then(
        result => end(id, { state: 'done', result }),
        (error: Error) => end(id, { state: 'failed', error: closed ? stopped : error.message }),
      )
      .then(() => {
        current = null
        next()
      })
    current = { id, running, ended }
  }

  return {
    list: () => [...replays.values()].reverse(),
    find: id => replays.get(id) ?? null,
    submit: asked => {
      const waiting = [...replays.values()].filter(({ state }) => state === 'queued').length
      if (waiting >= mostWaiting)
        throw turnstreamError('CONFLICT', `${waiting} replays are waiting: let them finish, or cancel some`)
      const id = `replay_${randomUUID().replaceAll('-', '')}`
      const fresh = { state: 'queued', progress: null, error: null, result: null } as const
      replays.set(id, { id, asked, submittedMs: nowMs(), ...fresh })
      const replay = update(id, {})
      next()
      return replays.get(id) ?? replay
    },
    cancel: id => {
      const replay = replays.get(id)
      if (!replay || isFinished(replay)) return replay ?? null
      const cancelled = update(id, { state: 'cancelled' })
      if (current?.id === id) current.running.stop()
      return cancelled
    },
    close: async () => {
      closed = true
      current?.running.stop()
      await current?.ended
    },
  }
}

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface ReplayProgress {
  readonly done: number
  readonly total: number
}

/** What is asked of a replay: see `turnstream whatif`. Times are ISO 8601. */
export interface ReplayAsked {
  readonly kind: 'whatif' | 'sweep'
  readonly from: string | null
  readonly to: string | null
  readonly set: readonly string[]
  /** Null where `set` is that of B, and A is as recorded. */
  readonly setB: readonly string[] | null
  readonly vary: readonly string[]
  readonly cold: boolean
  readonly limit: number
}

/** Finished are `done`, `failed` and `cancelled`. */
export type ReplayState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

export interface Replay {
  readonly id: string
  readonly asked: ReplayAsked
  readonly state: ReplayState
  readonly submittedMs: number
  readonly progress: ReplayProgress | null
  /** Why it failed. */
  readonly error: string | null
  /** The document that the command prints; null before it is done. */
  readonly result: unknown
}

export const isFinished = ({ state }: Pick<Replay, 'state'>): boolean => state !== 'queued' && state !== 'running'

/** Replays as files of a directory, one for each. What cannot be read is no replay. */
export const openReplayStore = (dir: string) => {
  mkdirSync(dir, { recursive: true })
  const fileOf = (id: string): string => join(dir, `${id}.json`)
  return {
    all: (): readonly Replay[] =>
      readdirSync(dir).flatMap(name => {
        if (!name.endsWith('.json')) return []
        try {
          return [JSON.parse(readFileSync(join(dir, name), 'utf8')) as Replay]
        } catch {
          return []
        }
      }),
    /** Appears with its whole content. */
    put: (replay: Replay): void => {
      const file = fileOf(replay.id)
      writeFileSync(`${file}.part`, `${JSON.stringify(replay)}\n`, { mode: 0o600 })
      renameSync(`${file}.part`, file)
    },
    remove: (id: string): void => rmSync(fileOf(id), { force: true }),
  }
}

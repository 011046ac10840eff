import { turnstreamError } from '../../../processors/errors.ts'
import type { Commit, EventIndex, EventLog, Ownership, Progress } from '../../../processors/ports/log.ts'
import { serially } from '../../runtime/serially.ts'
import { openCatalogue } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { openEventIndex } from './event-index.ts'
import { openGroups } from './groups.ts'
import type { Job } from './job.ts'
import type { Disk } from './journal/file.ts'
import { readState, readStates, stateWrite } from './keyed-state.ts'
import { progressWrite, readProgress } from './progress.ts'
import { openReader } from './reader.ts'
import { dropExpired } from './retention.ts'
import { openReadingSide, openWritingSide } from './sides.ts'
import { openWaiters } from './waiters.ts'

/** A log that also finds events by id and by subject. */
export type LmdbLog = EventLog & EventIndex

/** The log, and what only tests do to it. */
export interface LogAndShake {
  readonly log: LmdbLog
  /** Takes a group's partitions from its members and gives them back under new generations. */
  shake(group: string): Promise<void>
}

const POLL_MS = 50

const ownerOf = (owners: readonly Ownership[], { topic, partition }: Progress): Ownership => {
  const owner = owners.find(each => each.topic === topic && each.partition === partition)
  if (owner) return owner
  throw turnstreamError('LOG_FENCED', `the commit has progress on ${topic}/${partition}, but not its ownership`, {
    details: { topic, partition },
  })
}

/**
 * The parts of the log in `dir` put together over its environment, which closes with it. Throws LOG_UNAVAILABLE when the
 * journal cannot be merged.
 */
export const logOver = (environment: Environment, dir: string, disk?: Disk): LogAndShake => {
  const { readOnly } = environment
  let closing: Promise<void> | null = null
  /** LMDB keeps a read transaction until a timer fires; another process has written meanwhile. */
  const fresh = (): void => {
    if (closing) throw turnstreamError('LOG_CLOSED', 'the log is closed')
    if (readOnly) environment.root.resetReadTxn()
  }

  const durable = openWaiters(readOnly ? POLL_MS : null)
  const placed = openWaiters(readOnly ? POLL_MS : null)
  const catalogue = openCatalogue(environment)
  const { tail, writer, merger, close } = readOnly
    ? openReadingSide(environment, dir, catalogue)
    : openWritingSide(
        environment,
        dir,
        catalogue,
        {
          onPlaced: ({ name }) => placed.wake(name),
          onDurable: ({ name }) => durable.wake(name),
          onLost: () => groups.startAgain(),
        },
        disk,
      )
  const reader = openReader(environment, catalogue, tail, fresh)
  const index = openEventIndex(environment, catalogue, tail)
  const groups = openGroups(environment, () => tail().overlay, catalogue, writer)
  const creating = serially()

  const jobOf = ({ records, progress, owners, state = [] }: Commit): Job => {
    fresh()
    const writes = progress.map(each => progressWrite(ownerOf(owners, each).group, catalogue.numberOf(each), each))
    for (const each of state) writes.push(stateWrite(each))
    return { records, writes, check: () => groups.checkHeld(owners) }
  }

  const log: LmdbLog = {
    id: environment.id,
    createTopics: specs =>
      creating(async () => {
        fresh()
        const writes = catalogue.missing(specs)
        if (writes.length === 0) return
        await merger.write(writes)
        catalogue.refresh()
      }),
    topics: async () => {
      fresh()
      if (readOnly) catalogue.refresh()
      return catalogue.all().map(({ spec }) => spec)
    },
    append: records => writer.submit({ records }),
    commit: async request => writer.submit(jobOf(request)),
    accept: async request => {
      groups.accepting(request.owners)
      return writer.place(jobOf(request))
    },
    synced: async () => {
      fresh()
      if (readOnly) return
      const { durable } = await writer.place({})
      await durable.catch(() => undefined)
    },
    read: async (at, limit, ahead = false) => {
      fresh()
      return reader.read(at, limit, ahead)
    },
    wait: async (at, signal, ahead = false) => {
      fresh()
      const ready = (): boolean => {
        fresh()
        return reader.arrived(at, ahead)
      }
      return (ahead ? placed : durable).wait(`${at.topic}/${at.partition}`, ready, signal)
    },
    begin: async at => {
      fresh()
      return reader.begin(at)
    },
    end: async at => {
      fresh()
      return reader.end(at)
    },
    offsetAt: async (at, timestampMs) => {
      fresh()
      return reader.offsetAt(at, timestampMs)
    },
    compacted: at => {
      fresh()
      return reader.compacted(at)
    },
    progress: async (group, at) => {
      fresh()
      const { topic, partition } = at
      const committed = readProgress(environment, tail().overlay, group, catalogue.numberOf(at), at)
      return committed ?? { topic, partition, next: reader.begin(at), done: [] }
    },
    join: async (group, topics, listener) => {
      fresh()
      return groups.join(group, topics, listener)
    },
    state: async (store, key) => {
      fresh()
      return readState(environment, tail().overlay, store, key)
    },
    states: store => {
      fresh()
      return readStates(environment, tail().overlay, store, fresh)
    },
    applyRetention: async nowMs => {
      fresh()
      await merger.merged()
      return dropExpired(environment, catalogue, merger.write, writer.nextSequence, nowMs)
    },
    close: () => {
      closing ??= (async () => {
        for (const waiters of [placed, durable]) waiters.close()
        groups.close()
        await close()
        await environment.root.close()
      })()
      return closing
    },
    has: eventId => {
      fresh()
      return index.has(eventId)
    },
    find: eventId => {
      fresh()
      return index.find(eventId)
    },
    ofSubject: (subject, atHand) => {
      fresh()
      return index.ofSubject(subject, atHand)
    },
    // The index is written with the records.
    settled: async () => fresh(),
  }
  return { log, shake: groups.shake }
}

import { turnstreamError } from '../../../processors/errors.ts'
import type { EventIndex, EventLog, Ownership, Progress } from '../../../processors/ports/log.ts'
import { openCatalogue } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { openEventIndex } from './event-index.ts'
import { openGroups } from './groups.ts'
import { readState, readStates, stateWrite } from './keyed-state.ts'
import { progressWrite, readProgress } from './progress.ts'
import { openReader } from './reader.ts'
import { dropExpired } from './retention.ts'
import { serially } from './serially.ts'
import { openWaiters } from './waiters.ts'
import { openWriter, type Writer } from './writer.ts'

/** A log that also finds events by id and by subject. */
export type LmdbLog = EventLog & EventIndex

/** The log, and what only tests do to it. */
export interface LogAndShake {
  readonly log: LmdbLog
  /** Takes a group's partitions from its members and gives them back under new generations. */
  shake(group: string): Promise<void>
}

const POLL_MS = 50

const readOnlyWriter: Writer = {
  submit: async () => {
    throw turnstreamError('LOG_UNAVAILABLE', 'the log is open for reading only')
  },
  nextSequence: () => 0,
  close: async () => undefined,
}

const ownerOf = (owners: readonly Ownership[], { topic, partition }: Progress): Ownership => {
  const owner = owners.find(each => each.topic === topic && each.partition === partition)
  if (owner) return owner
  throw turnstreamError('LOG_FENCED', `the commit has progress on ${topic}/${partition}, but not its ownership`, {
    details: { topic, partition },
  })
}

/** The parts of the log put together over one environment, which closes with it. */
export const logOver = (environment: Environment): LogAndShake => {
  const { readOnly } = environment
  let closing: Promise<void> | null = null
  /** LMDB keeps a read transaction until a timer fires; another process has written meanwhile. */
  const fresh = (): void => {
    if (closing) throw turnstreamError('LOG_CLOSED', 'the log is closed')
    if (readOnly) environment.root.resetReadTxn()
  }

  const waiters = openWaiters(readOnly ? POLL_MS : null)
  const catalogue = openCatalogue(environment)
  const writer = readOnly ? readOnlyWriter : openWriter(environment, catalogue, waiters.wake)
  const reader = openReader(environment, catalogue, fresh)
  const index = openEventIndex(environment, catalogue)
  const groups = openGroups(environment, catalogue, writer)
  const creating = serially()

  const commit: LmdbLog['commit'] = async ({ records, progress, owners, state = [] }) => {
    fresh()
    const writes = progress.map(each =>
      progressWrite(environment, ownerOf(owners, each).group, catalogue.numberOf(each), each),
    )
    for (const each of state) writes.push(stateWrite(environment, each))
    return writer.submit({ records, writes, check: () => groups.checkHeld(owners) })
  }

  const log: LmdbLog = {
    id: environment.id,
    createTopics: specs =>
      creating(async () => {
        fresh()
        const writes = catalogue.missing(specs)
        if (writes.length === 0) return
        await writer.submit({ writes })
        catalogue.refresh()
      }),
    topics: async () => {
      fresh()
      if (readOnly) catalogue.refresh()
      return catalogue.all().map(({ spec }) => spec)
    },
    append: records => writer.submit({ records }),
    commit,
    accept: async request => ({ positions: await commit(request), durable: Promise.resolve() }),
    synced: async () => void (await writer.submit({})),
    read: async (at, limit) => {
      fresh()
      return reader.read(at, limit)
    },
    wait: async (at, signal) => {
      fresh()
      const ready = (): boolean => {
        fresh()
        return reader.arrived(at)
      }
      return waiters.wait(at, ready, signal)
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
      const committed = readProgress(environment, group, catalogue.numberOf(at), at)
      return committed ?? { topic, partition, next: reader.begin(at), done: [] }
    },
    join: async (group, topics, listener) => {
      fresh()
      return groups.join(group, topics, listener)
    },
    state: async (store, key) => {
      fresh()
      return readState(environment, store, key)
    },
    states: store => {
      fresh()
      return readStates(environment, store, fresh)
    },
    applyRetention: async nowMs => {
      fresh()
      return dropExpired(environment, catalogue, writer, nowMs)
    },
    close: () => {
      closing ??= (async () => {
        waiters.close()
        await writer.close()
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
    ofSubject: subject => {
      fresh()
      return index.ofSubject(subject)
    },
  }
  return { log, shake: groups.shake }
}

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventLog } from '../../../processors/ports/log.ts'
import { openKafkaJs } from '../../log/kafka/admin.ts'
import { type Appender, openAppender } from '../../log/kafka/appender.ts'
import { openKafkaLog } from '../../log/kafka/open.ts'
import { valuesOf } from '../../log/kafka/values.ts'
import { openTranslation } from '../../registry/open.ts'
import type { Translation } from '../../registry/translate.ts'
import { type Lane, laneOver } from '../server/lane.ts'
import type { Services } from './start.ts'

/** The topics of one system on Kafka, as somebody else than its processes sees them. */
export interface Topics {
  readonly prefix: string
  readonly brokers: readonly string[]
  readonly translation: Translation
  /** The log beside the system. It copies every topic that it is asked about until it is closed. */
  openLog(): Promise<EventLog>
  /** Appends with acks=all, as a messaging platform does, and copies nothing. */
  openAppender(): Promise<Appender>
}

/** `dir` is for copies and noted ids. */
export const topicsOn = async ({ each }: Services, prefix: string, dir: string): Promise<Topics> => {
  const brokers = each.kafka.address.split(',')
  const file = join(dir, `${prefix}registry.json`)
  const translation = await openTranslation({ url: each.registry.address, file, prefix, apply: false })
  return {
    prefix,
    brokers,
    translation,
    openLog: () =>
      openKafkaLog({ brokers, dir: join(dir, `${prefix}copy`), prefix, create: false, localMs: 0, translation }),
    openAppender: () => openAppender(openKafkaJs(brokers, 'bench'), prefix, valuesOf(translation, '').outward),
  }
}

/** Between two looks: each asks the broker about every partition of every group. */
const leastMs = 250

/** A lane that looks at the log only while it is asked: what it copies is taken from the server's cores. */
export interface RestingLane extends Lane {
  /** Looks no more until it is asked again. */
  rest(): Promise<void>
}

export const restingLane = ({ openLog }: Topics, root: string): RestingLane => {
  let open: Promise<Lane> | null = null
  let lookedMs = Number.NEGATIVE_INFINITY
  const lane = (): Promise<Lane> => {
    open ??= openLog().then(log => laneOver(log, root))
    return open
  }
  const rest = async (): Promise<void> => {
    const before = open
    open = null
    await (await before)?.close()
  }
  return {
    backlog: async () => {
      await sleep(Math.max(0, lookedMs + leastMs - performance.now()))
      const backlog = await (await lane()).backlog()
      lookedMs = performance.now()
      return backlog
    },
    events: async () => (await lane()).events(),
    rest,
    close: rest,
  }
}

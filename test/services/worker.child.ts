import { setTimeout as sleep } from 'node:timers/promises'
import { openKafkaLog } from '../../infra/log/kafka/open.ts'
import { runEffect } from '../../infra/runtime/effects.ts'

/**
 * An effect in a process of its own, which a test kills or stops: answers each record of `input` by one of `output`, and
 * prints what befalls it, a JSON object a line.
 */
const [brokers, prefix, dir, name, callMs] = process.argv.slice(2) as [string, string, string, string, string]
const say = (line: object): void => void process.stdout.write(`${JSON.stringify({ name, ...line })}\n`)

const log = await openKafkaLog({
  brokers: brokers.split(','),
  prefix,
  dir,
  sessionTimeoutMs: 6_000,
  onTrouble: error => say({ trouble: (error as Error).message }),
})
await runEffect({
  log: {
    ...log,
    join: (group, topics, listener) =>
      log.join(group, topics, {
        onAssigned: owned => {
          say({ assigned: owned.map(({ partition }) => partition) })
          listener.onAssigned(owned)
        },
        onRevoked: lost => {
          say({ revoked: lost.map(({ partition }) => partition) })
          listener.onRevoked(lost)
        },
      }),
    commit: async request => {
      try {
        const positions = await log.commit(request)
        say({ committed: request.records.length })
        return positions
      } catch (error) {
        say({ refused: (error as { code?: string }).code ?? String(error) })
        throw error
      }
    },
  },
  group: 'workers',
  topics: ['input'],
  flushMs: 200,
  accepts: () => true,
  laneOf: record => String(record.key),
  run: async record => {
    await sleep(String(record.key) === 'slow' ? Number(callMs) : Math.random() * 5)
    return {
      records: [
        {
          topic: 'output',
          partition: record.partition,
          key: record.key,
          value: record.value,
          headers: { ce_id: `${record.headers.ce_id}.out`, by: name },
          timestampMs: record.timestampMs,
        },
      ],
      state: [{ store: 'workers', key: String(record.key), value: record.value }],
    }
  },
  onFailure: record => ({ records: [{ ...record, topic: 'output', headers: { dead: '1' } }] }),
  onHalt: error => say({ halted: (error as Error).message }),
})
say({ ready: true })

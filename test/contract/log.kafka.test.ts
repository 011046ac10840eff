import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type KafkaLog, openKafkaLog } from '../../infra/log/kafka/open.ts'
import { describeOn } from '../services/describe-on.ts'
import { shared } from '../services/needs.ts'
import type { LogFactory } from './log.contract.kit.ts'
import { eventLogContract } from './log.contract.ts'

const run = randomBytes(4).toString('hex')
let scenes = 0

const on =
  (brokers: readonly string[], localMs: number | null): LogFactory =>
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'turnstream-kafka-'))
    let log: KafkaLog
    const open = async () => {
      log = await openKafkaLog({ brokers, dir, localMs })
      return log
    }
    return {
      label: `${run}.${scenes++}`,
      open,
      reopen: async () => {
        await log.close()
        // Without a copy all is read from the brokers.
        if (localMs !== null) rmSync(dir, { recursive: true })
        return open()
      },
      dispose: async () => {
        await log.close()
        rmSync(dir, { recursive: true })
      },
    }
  }

await describeOn('The log on Kafka', { kafka: shared('kafka') }, ({ kafka }) => {
  const brokers = kafka.address.split(',')
  eventLogContract('kafka', on(brokers, null), { failingDisk: false })
  eventLogContract('kafka, with nothing kept from before the start', on(brokers, 0), { failingDisk: false })
})

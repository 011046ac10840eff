import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type KafkaLog, openKafkaLog } from '../../infra/log/kafka/open.ts'
import { useKafka } from '../services/kafka.ts'
import { clusterVersion } from '../services/kafka-version.ts'
import type { LogFactory } from './log.contract.kit.ts'
import { eventLogContract } from './log.contract.ts'

const run = randomBytes(4).toString('hex')
let scenes = 0

const kafka =
  (localMs: number | null): LogFactory =>
  async () => {
    const { brokers } = await useKafka()
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

it('runs against a Kafka broker of version 4 or newer', async () => {
  const { brokers } = await useKafka()
  const { metadataVersion, software } = await clusterVersion(brokers[0]!)
  expect(software).toBe('kafka')
  // 25 is 4.0-IV3.
  expect(metadataVersion).toBeGreaterThanOrEqual(25)
})

eventLogContract('kafka', kafka(null))
eventLogContract('kafka, with nothing kept from before the start', kafka(0))

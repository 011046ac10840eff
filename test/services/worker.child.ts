import { setTimeout as sleep } from 'node:timers/promises'
import { openKafkaLog } from '../../infra/log/kafka/open.ts'
import { type KafkaRules, kafkaRules } from '../../infra/log/kafka/rules.ts'
import { runEffect } from '../../infra/runtime/effects.ts'
import type { Commit, StoredRecord } from '../../processors/ports/log.ts'
import type { ChatModels } from '../../processors/ports/models.ts'
import type { Broken, WorkerOptions } from './workers.ts'

/**
 * An effect in a process of its own, which a test kills or stops: answers each record of `input` by one of `output`, and
 * prints what befalls it, a JSON object a line.
 */
const options = JSON.parse(process.argv[2]!) as WorkerOptions
const { brokers, prefix, dir, name, callMs = 0, heartbeatMs, provider, broken } = options
const say = (line: object): void => void process.stdout.write(`${JSON.stringify({ name, ...line })}\n`)

/** Loaded only where it is used, for a worker that is killed time and again should start quickly. */
const openModels = async (): Promise<ChatModels> => {
  const { createChatModels } = await import('../../infra/models/chat-models.ts')
  const { configurationSchema } = await import('../../processors/configuration.ts')
  const stub = { kind: 'openai', tier: 'small', baseUrl: `${provider}/v1`, model: 'stub' }
  return createChatModels({ pools: configurationSchema.parse({ pools: { stub } }).pools, env: {} })
}
const models = provider === undefined ? null : await openModels()

/** A paid call where there is a provider, else a moment. */
const call = async (record: StoredRecord, signal: AbortSignal): Promise<void> => {
  if (String(record.key) === 'slow') await sleep(callMs)
  else if (models === null) await sleep(Math.random() * 5)
  else
    await models.call({
      ...{ callId: record.headers.ce_id!, pool: 'stub', model: 'stub', timeoutMs: 20_000, signal },
      ...{ messages: [{ role: 'user', content: String(record.value) }], maxTokens: 20, temperature: null },
      ...{ tools: null, responseFormat: null, onToken: () => undefined },
    })
}

const breakages: Partial<Record<Broken, Partial<KafkaRules>>> = {
  'reads what is not committed': { isolation: 'read_uncommitted' },
  'trusts its seat for ever': { leaseMs: () => Number.POSITIVE_INFINITY },
}
const log = await openKafkaLog({
  brokers,
  prefix,
  dir,
  sessionTimeoutMs: 6_000,
  heartbeatMs,
  onTrouble: error => say({ trouble: (error as Error).message }),
  rules: { ...kafkaRules, ...(broken && breakages[broken]) },
})

/** Offsets first, outputs a moment later. */
const commitEarly = async (request: Commit): Promise<void> => {
  await log.commit({ ...request, records: [], state: [] })
  say({ betweenOffsetsAndOutputs: request.records.length })
  await sleep(500)
  await log.append(request.records)
}
const commit = async (request: Commit): Promise<void> => {
  say({ committing: request.records.length })
  if (broken === 'commits early') await commitEarly(request)
  else await log.commit(request)
}

await runEffect({
  log: {
    ...log,
    progress: async (group, at) => {
      const progress = await log.progress(group, at)
      return broken === 'forgets what is done out of order' ? { ...progress, done: [] } : progress
    },
    read: async (at, limit) => {
      const records = await log.read(at, limit)
      if (records.length > 0) say({ read: Number(records.at(-1)!.offset) })
      return records
    },
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
        await commit(request)
        say({ committed: request.records.length })
        return []
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
  run: async (record, { signal, redelivered }) => {
    await call(record, signal)
    return {
      records: [
        {
          topic: 'output',
          partition: record.partition,
          key: record.key,
          value: record.value,
          headers: {
            ce_id: `${record.headers.ce_id}.out`,
            by: name,
            call: record.headers.ce_id!,
            ambiguous: `${redelivered && broken !== 'takes every call for the first'}`,
          },
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

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import kafkajs from 'kafkajs'

/** A worker process and what it has said. */
export interface Worker {
  readonly process: ChildProcess
  readonly said: Record<string, unknown>[]
  /** Ends it at once, as a power cut does. */
  kill(): Promise<void>
}

/** Ways in which a worker may break the promises that it should keep. */
export type Broken =
  | 'commits early'
  | 'forgets what is done out of order'
  | 'reads what is not committed'
  | 'takes every call for the first'
  | 'trusts its seat for ever'

export interface WorkerOptions {
  readonly brokers: readonly string[]
  readonly prefix: string
  readonly dir: string
  readonly name: string
  /** How long the record whose key is `slow` takes. */
  readonly callMs?: number
  /** Between two heartbeats, if not as often as usual. */
  readonly heartbeatMs?: number
  /** Origin of a provider of models that is called for each other record. */
  readonly provider?: string
  readonly broken?: Broken
}

export const startWorker = (options: WorkerOptions): Worker => {
  const file = fileURLToPath(new URL('worker.child.ts', import.meta.url))
  const args = ['--disable-warning=TimeoutNegativeWarning', file, JSON.stringify(options)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const said: Record<string, unknown>[] = []
  createInterface({ input: child.stdout! }).on('line', line => said.push(JSON.parse(line)))
  return {
    process: child,
    said,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

export interface Read {
  readonly partition: number
  readonly offset: string
  readonly key: string
  readonly value: string
  /** The value as it is. */
  readonly bytes: Buffer
  readonly headers: Record<string, string>
}

/** Everything committed on a topic, read by a client that shares nothing with the log: kafkajs under read_committed. */
export const readIndependently = async (
  brokers: readonly string[],
  topic: string,
  isEnough: (all: readonly Read[]) => boolean,
  withinMs: number,
): Promise<readonly Read[]> => {
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING })
  const consumer = kafka.consumer({
    groupId: `reader.${topic}.${Date.now()}`,
    readUncommitted: false,
    // It waits for its last fetch before it leaves.
    maxWaitTimeInMs: 200,
  })
  const found: Read[] = []
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)])
      const { offset, key, value } = message
      found.push({
        ...{ partition, offset, key: String(key), value: String(value), bytes: value ?? Buffer.alloc(0) },
        headers: Object.fromEntries(headers),
      })
    },
  })
  for (const until = Date.now() + withinMs; !isEnough(found) && Date.now() < until; ) await sleep(100)
  // What is there too often comes a moment later.
  await sleep(500)
  await consumer.disconnect()
  return found
}

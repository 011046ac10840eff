import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { type KafkaLog, type KafkaLogOptions, openKafkaLog } from '../../infra/log/kafka/open.ts'
import { eventually } from './eventually.ts'
import { startWorker, type Worker, type WorkerOptions } from './workers.ts'

/** The log of the test that runs, under a prefix of its own, and the workers on it. */
export interface WorkersScene {
  prefix: string
  log: KafkaLog
  /** In the order in which they were started. */
  workers: readonly Worker[]
  /** Starts a worker that ends with the test. */
  start(name: string, more?: Partial<WorkerOptions>): Worker
}

/** Opens a log before each test of the enclosing `describe`; ends its workers and closes it afterwards. */
export const useWorkers = (brokers: readonly string[], options: Partial<KafkaLogOptions> = {}): WorkersScene => {
  let dir: string
  const scene: WorkersScene = {
    prefix: '',
    log: undefined as unknown as KafkaLog,
    workers: [],
    start: (name, more = {}) => {
      const worker = startWorker({ brokers, prefix: scene.prefix, dir: join(dir, name), name, ...more })
      scene.workers = [...scene.workers, worker]
      return worker
    },
  }
  beforeEach(async () => {
    scene.prefix = `${randomBytes(4).toString('hex')}.`
    scene.workers = []
    dir = mkdtempSync(join(tmpdir(), 'turnstream-workers-'))
    scene.log = await openKafkaLog({ ...options, brokers, prefix: scene.prefix, dir: join(dir, 'test') })
  })
  afterEach(async () => {
    for (const worker of scene.workers) await worker.kill()
    await scene.log.close()
    rmSync(dir, { recursive: true })
  })
  return scene
}

/** Resolves when a worker has said that it holds partitions. */
export const assigned = (worker: Worker): Promise<void> =>
  eventually('the worker holds partitions', () => worker.said.some(each => 'assigned' in each))

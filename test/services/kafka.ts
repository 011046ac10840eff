import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { turnstreamError } from '../../processors/errors.ts'

/** A broker for a suite. */
export interface KafkaService {
  readonly brokers: readonly string[]
  /** Kills the broker with SIGKILL and starts it again on the same data and port; null where that is not to be had. */
  readonly restart: (() => Promise<void>) | null
}

/**
 * The broker that KAFKA_BROKERS names, restarted by the command in KAFKA_RESTART. Throws UNAVAILABLE where it names none.
 */
export const useKafka = async (): Promise<KafkaService> => {
  const brokers = process.env.TEST_KAFKA_BROKERS?.split(',').filter(each => each !== '') ?? []
  if (brokers.length === 0) throw turnstreamError('UNAVAILABLE', 'KAFKA_BROKERS names no broker to test against')
  const command = process.env.KAFKA_RESTART ?? ''
  const restart = async (): Promise<void> => void (await promisify(execFile)('bash', ['-c', command]))
  return { brokers, restart: command === '' ? null : restart }
}

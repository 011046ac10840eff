import { turnstreamError } from '../../processors/errors.ts'

/** A broker for a suite. */
export interface KafkaService {
  readonly brokers: readonly string[]
}

/** The broker that KAFKA_BROKERS names. Throws UNAVAILABLE where it names none. */
export const useKafka = async (): Promise<KafkaService> => {
  const brokers = process.env.TEST_KAFKA_BROKERS?.split(',').filter(each => each !== '') ?? []
  if (brokers.length > 0) return { brokers }
  throw turnstreamError('UNAVAILABLE', 'KAFKA_BROKERS names no broker to test against')
}

export const serviceNames = ['kafka', 'elasticsearch', 'redis', 'registry'] as const

export type ServiceName = (typeof serviceNames)[number]

/** The environment variable that points Turnstream, and the suites, at each service. */
export const addressVariables: Readonly<Record<ServiceName, string>> = {
  kafka: 'KAFKA_BROKERS',
  elasticsearch: 'ELASTICSEARCH_URL',
  redis: 'REDIS_URL',
  registry: 'SCHEMA_REGISTRY_URL',
}

export const isServiceName = (name: string): name is ServiceName => serviceNames.some(known => known === name)

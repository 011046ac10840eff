/** What Turnstream itself runs on. */
export const baseServices = ['kafka', 'elasticsearch', 'redis', 'registry'] as const

export type BaseService = (typeof baseServices)[number]

/** The others are started by name only. */
export const serviceNames = [...baseServices, 'ollama', 'neo4j'] as const

export type ServiceName = (typeof serviceNames)[number]

/** The environment variable that points Turnstream, and the suites, at each service. */
export const addressVariables: Readonly<Record<ServiceName, string>> = {
  kafka: 'KAFKA_BROKERS',
  elasticsearch: 'ELASTICSEARCH_URL',
  redis: 'REDIS_URL',
  registry: 'SCHEMA_REGISTRY_URL',
  ollama: 'OLLAMA_HOST',
  neo4j: 'NEO4J_URL',
}

export const isServiceName = (name: string): name is ServiceName => serviceNames.some(known => known === name)

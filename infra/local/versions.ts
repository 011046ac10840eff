import { elasticsearchVersion } from './elasticsearch/version.ts'
import { kafkaVersion } from './kafka/version.ts'
import type { ServiceName } from './names.ts'
import { neo4jVersion } from './neo4j/version.ts'
import { ollamaVersion } from './ollama/version.ts'
import { redisVersion } from './redis/version.ts'
import { registryVersion } from './registry/version.ts'

/** The version that the server at an address says it has. Rejects where none answers, or where it is another kind of server. */
export const serverVersions: Readonly<Record<ServiceName, (address: string) => Promise<string>>> = {
  kafka: kafkaVersion,
  elasticsearch: elasticsearchVersion,
  redis: redisVersion,
  registry: registryVersion,
  ollama: ollamaVersion,
  neo4j: neo4jVersion,
}

import { elasticsearch } from './elasticsearch/elasticsearch.ts'
import { kafka } from './kafka/kafka.ts'
import type { ServiceName } from './names.ts'
import { neo4j } from './neo4j/neo4j.ts'
import { ollama } from './ollama/ollama.ts'
import { redis } from './redis/redis.ts'
import { registry } from './registry/registry.ts'
import type { ServiceKind } from './service.ts'

export const kinds: Readonly<Record<ServiceName, ServiceKind>> = {
  kafka,
  elasticsearch,
  redis,
  registry,
  ollama,
  neo4j,
}

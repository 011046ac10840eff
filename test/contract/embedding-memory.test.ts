import { createEmbeddingMemory } from '../../infra/redis/embedded/embeddings.ts'
import { embeddingMemoryContract } from './embedding-memory.contract.ts'

embeddingMemoryContract('the embedded memory', ttlMs => createEmbeddingMemory({ entries: 10, ttlMs }))

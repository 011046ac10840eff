import { apiVersionsV4, Connection } from '@platformatic/kafka'

/** Requests that no stand-in of Kafka answers: those of its own Raft quorum. */
const DESCRIBE_QUORUM = 55

/** What a broker says of itself: the level of `metadata.version` that its cluster has agreed on, and what it speaks. */
export const clusterVersion = async (
  broker: string,
): Promise<{ metadataVersion: number; software: 'kafka' | 'something else' }> => {
  const [host, port] = broker.split(':')
  const connection = new Connection('turnstream-test')
  await connection.connect(host!, Number(port))
  try {
    const { apiKeys, finalizedFeatures } = await apiVersionsV4.api.async(connection, 'turnstream-test', '1')
    const metadataVersion = finalizedFeatures?.find(({ name }) => name === 'metadata.version')?.maxVersionLevel ?? 0
    const software = apiKeys.some(({ apiKey }) => apiKey === DESCRIBE_QUORUM) ? 'kafka' : 'something else'
    return { metadataVersion, software }
  } finally {
    await connection.close()
  }
}

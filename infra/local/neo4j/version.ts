import neo4j from 'neo4j-driver'

/** The version that the server at a Bolt address says it has. Rejects where none answers. */
export const neo4jVersion = async (address: string): Promise<string> => {
  const driver = neo4j.driver(address, undefined, { connectionTimeout: 3_000, maxTransactionRetryTime: 0 })
  try {
    const { agent } = await driver.getServerInfo()
    const version = /^Neo4j\/(\S+)$/.exec(agent ?? '')?.[1]
    if (version === undefined) throw new Error(`${address} answers, but is not Neo4j`)
    return version
  } finally {
    await driver.close()
  }
}

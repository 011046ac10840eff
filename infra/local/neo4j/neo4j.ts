import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { installed } from '../install.ts'
import { ensureJava, type Java } from '../java.ts'
import { copyDependencies } from '../maven.ts'
import type { ServiceKind } from '../service.ts'

const pom = join(import.meta.dirname, 'pom.xml')

const java = (): Promise<Java> => ensureJava(17, 'Neo4j')

const libraries = (): Promise<string> =>
  installed('neo4j', [pom], async folder => copyDependencies(pom, folder, await java()))

const settings = (port: number): string => `server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:${port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=32m
`

/** Neo4j 5, community edition, with Bolt alone; anybody on this machine may write to it. */
export const neo4j: ServiceKind = {
  name: 'neo4j',
  ports: ['bolt'],
  heap: '256m',
  address: port => `bolt://127.0.0.1:${port}`,
  install: async () => {
    await libraries()
  },
  prepare: async ({ ports, dataDir, heap }) => {
    const { program } = await java()
    const folder = await libraries()
    const configuration = join(dataDir, 'conf')
    await mkdir(configuration, { recursive: true })
    await writeFile(join(configuration, 'neo4j.conf'), settings(ports.bolt!))
    return {
      command: program,
      args: [
        ...[`-Xmx${heap}`, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', join(folder, '*')],
        ...['org.neo4j.server.CommunityEntryPoint', `--home-dir=${dataDir}`, `--config-dir=${configuration}`],
      ],
    }
  },
}

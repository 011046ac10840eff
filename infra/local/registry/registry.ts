import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { exec } from '../exec.ts'
import { installed } from '../install.ts'
import { ensureJava, type Java } from '../java.ts'
import { copyDependencies } from '../maven.ts'
import type { ServiceKind } from '../service.ts'

const pom = join(import.meta.dirname, 'pom.xml')

const java = (): Promise<Java> => ensureJava(17, 'the schema registry')

const unpacked = (): Promise<string> =>
  installed('registry', [pom], async folder => {
    await copyDependencies(pom, folder, await java())
    const archive = (await readdir(folder)).find(name => name.endsWith('.tar.gz'))!
    await exec('tar', ['-xzf', join(folder, archive), '-C', folder])
    await rm(join(folder, archive))
  })

/**
 * Apicurio Registry 2.6, which speaks the Confluent API at /apis/ccompat/v7. Its schemas lie in an H2 file under the data
 * directory: in memory they would be gone, and their ids given anew, after each restart.
 */
export const registry: ServiceKind = {
  name: 'registry',
  ports: ['http'],
  heap: '256m',
  address: port => `http://127.0.0.1:${port}/apis/ccompat/v7`,
  install: async () => {
    await java()
    await unpacked()
  },
  prepare: async ({ ports, dataDir, heap }) => {
    const { program } = await java()
    const folder = await unpacked()
    const jar = (await readdir(folder)).find(name => name.endsWith('-runner.jar'))!
    await mkdir(dataDir, { recursive: true })
    return {
      command: program,
      args: [
        ...[`-Xmx${heap}`, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Dquarkus.http.host=127.0.0.1'],
        ...[
          `-Dquarkus.http.port=${ports.http}`,
          '-Dquarkus.log.level=WARN',
          '-Dquarkus.log.category."io.quarkus".level=INFO',
        ],
        ...['-jar', join(folder, jar)],
      ],
      // Written through at once, so that a schema outlives a kill.
      env: { REGISTRY_DATASOURCE_URL: `jdbc:h2:file:${join(dataDir, 'registry')};WRITE_DELAY=0` },
    }
  },
}

import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exec } from '../exec.ts'
import { installed } from '../install.ts'
import { ensureJava, type Java } from '../java.ts'
import { copyDependencies } from '../maven.ts'
import type { LaunchOptions, ServiceKind } from '../service.ts'

const pom = join(import.meta.dirname, 'pom.xml')

const java = (): Promise<Java> => ensureJava(17, 'Kafka')

const libraries = (): Promise<string> =>
  installed('kafka', [pom], async folder => copyDependencies(pom, folder, await java()))

/** One node that is broker and controller (KRaft), with everything sized for one small machine. */
const properties = ({ ports, dataDir, advertise }: LaunchOptions): Record<string, string | number> => {
  const client = `PLAINTEXT://127.0.0.1:${ports.broker}`
  // Who comes through a proxy must be sent back to the proxy, or its second connection would go round it.
  const proxied = advertise === null ? null : { listen: `PROXIED://127.0.0.1:${ports.proxied}`, advertise }
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    listeners: [client, ...(proxied ? [proxied.listen] : []), `CONTROLLER://127.0.0.1:${ports.controller}`].join(','),
    'advertised.listeners': [client, ...(proxied ? [`PROXIED://${proxied.advertise}`] : [])].join(','),
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(dataDir, 'log'),
    'auto.create.topics.enable': 'false',
    'default.replication.factor': 1,
    'min.insync.replicas': 1,
    'num.partitions': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
    // A broker that was killed comes back only once its former self has timed out: 3 s instead of 9.
    'broker.heartbeat.interval.ms': 500,
    'broker.session.timeout.ms': 3_000,
    'log.cleaner.dedupe.buffer.size': 8_388_608,
    'log.cleaner.threads': 1,
    'log.cleaner.backoff.ms': 1_000,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'background.threads': 2,
    'num.recovery.threads.per.data.dir': 1,
  }
}

/** Kafka 4 in KRaft mode, one node. Java 17 or newer. */
export const kafka: ServiceKind = {
  name: 'kafka',
  ports: ['broker', 'controller', 'proxied'],
  heap: '512m',
  address: port => `127.0.0.1:${port}`,
  install: async () => {
    await java()
    await libraries()
  },
  prepare: async options => {
    const { dataDir, heap } = options
    const { program } = await java()
    const classpath = join(await libraries(), '*')
    const configuration = join(dataDir, 'server.properties')
    await mkdir(dataDir, { recursive: true })
    const lines = Object.entries(properties(options)).map(([name, value]) => `${name}=${value}`)
    await writeFile(configuration, `${lines.join('\n')}\n`)
    if (!existsSync(join(dataDir, 'log', 'meta.properties'))) {
      const clusterId = randomBytes(16).toString('base64url')
      await exec(program, [
        ...['-Xmx128m', '-XX:TieredStopAtLevel=1', '-cp', classpath],
        // In one word: an id may begin with a dash.
        ...['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '-c', configuration],
      ])
    }
    return {
      command: program,
      args: [
        ...[`-Xms${heap}`, `-Xmx${heap}`, '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20', '-Djava.awt.headless=true'],
        ...['-Dorg.slf4j.simpleLogger.showDateTime=true', '-cp', classpath, 'kafka.Kafka', configuration],
      ],
    }
  },
}

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServiceKind } from '../service.ts'
import { elasticsearchHome, elasticsearchJava } from './layout.ts'

const settings = `cluster.name: turnstream-local
node.name: local
discovery.type: single-node
network.host: 127.0.0.1
# A full disk would make every index read-only; on a laptop or in CI it is full of other things.
cluster.routing.allocation.disk.threshold_enabled: false
`

const logging = `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %marker%m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
`

/** What the distribution's own start script passes to Java. */
const javaOptions = [
  '-XX:+UseG1GC',
  '-Xss1m',
  '-Djava.awt.headless=true',
  '-Dfile.encoding=UTF-8',
  '-Djna.nosys=true',
  '-XX:-OmitStackTraceInFastThrow',
  '-Dio.netty.noUnsafe=true',
  '-Dio.netty.noKeySetOptimization=true',
  '-Dio.netty.recycler.maxCapacityPerThread=0',
  '-Dio.netty.allocator.type=unpooled',
  '-Dlog4j.shutdownHookEnabled=false',
  '-Dlog4j2.disable.jmx=true',
  '-Dlog4j2.formatMsgNoLookups=true',
  '-Djava.locale.providers=CLDR',
  '-Des.distribution.type=tar',
  // The library with hand-written vector instructions is not published; Lucene's own use the vector module of Java.
  '-Dorg.elasticsearch.nativeaccess.enableVectorLibrary=false',
]

const vectorModule = 'jdk.incubator.vector'

/** Elasticsearch 9, one node, without the modules that Elastic does not publish. Java 21 or newer. */
export const elasticsearch: ServiceKind = {
  name: 'elasticsearch',
  ports: ['http', 'transport'],
  heap: '1g',
  address: port => `http://127.0.0.1:${port}`,
  install: async () => {
    await elasticsearchHome()
  },
  prepare: async ({ ports, dataDir, heap }) => {
    const { program, modules } = await elasticsearchJava()
    const home = await elasticsearchHome()
    const [configuration, temporary] = ['config', 'tmp'].map(name => join(dataDir, name)) as [string, string]
    await Promise.all([configuration, temporary].map(folder => mkdir(folder, { recursive: true })))
    await writeFile(join(configuration, 'elasticsearch.yml'), settings)
    await writeFile(join(configuration, 'log4j2.properties'), logging)
    return {
      command: program,
      args: [
        ...[`-Xms${heap}`, `-Xmx${heap}`, ...javaOptions, `-Des.path.home=${home}`, `-Des.path.conf=${configuration}`],
        ...[`-Djava.io.tmpdir=${temporary}`, `-XX:ErrorFile=${join(dataDir, 'hs_err_%p.log')}`],
        ...['--module-path', join(home, 'lib'), '--add-modules=ALL-MODULE-PATH', '--add-modules=jdk.net'],
        ...(modules.has(vectorModule) ? [`--add-modules=${vectorModule}`] : []),
        '--enable-native-access=org.elasticsearch.nativeaccess,org.elasticsearch.foreign,org.apache.lucene.core',
        ...['-cp', join(home, 'classes', 'launcher'), 'Launcher'],
        ...[`http.port=${ports.http}`, `transport.port=${ports.transport}`, `path.data=${join(dataDir, 'data')}`],
      ],
      // The server names its node by it, and does not start without.
      env: { HOSTNAME: process.env.HOSTNAME ?? 'localhost' },
    }
  },
}

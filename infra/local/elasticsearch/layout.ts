import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { turnstreamError } from '../../../processors/errors.ts'
import { exec } from '../exec.ts'
import { installed } from '../install.ts'
import { ensureJava, type Java } from '../java.ts'
import { copyDependencies } from '../maven.ts'
import { aptInstall, ensureProgram } from '../programs.ts'

const from = (...path: string[]): string => join(import.meta.dirname, ...path)

const pom = from('pom.xml')
const launcher = from('java', 'Launcher.java')
const rootPlugin = from('java', 'RootPlugin.java')

/** The oldest Java that Elasticsearch 9 runs on. */
const leastJava = 21

const compilerModule = 'jdk.compiler'
const jarModule = 'jdk.jartool'

/** Elasticsearch asks for the module that links runtimes, which trimmed ones lack. Debian's JREs have all modules, though not their programs. */
export const elasticsearchJava = (): Promise<Java> =>
  ensureJava(leastJava, 'Elasticsearch', ['jdk.jlink', compilerModule, jarModule])

const platforms: Partial<Record<NodeJS.Architecture, { readonly folder: string; readonly triplet: string }>> = {
  x64: { folder: 'linux-x64', triplet: 'x86_64-linux-gnu' },
  arm64: { folder: 'linux-aarch64', triplet: 'aarch64-linux-gnu' },
}

/** Elasticsearch loads zstd by path; the distribution has its own, the published libraries have none. */
const copyZstd = async (libraries: string): Promise<void> => {
  const platform = platforms[process.arch]
  if (!platform) throw turnstreamError('UNAVAILABLE', `Elasticsearch does not run on ${process.arch}`)
  const folders = [`/usr/lib/${platform.triplet}`, '/usr/lib64', '/usr/lib']
  const find = (): string | undefined =>
    folders.map(folder => join(folder, 'libzstd.so.1')).find(path => existsSync(path))
  if (find() === undefined) await aptInstall(['libzstd1'], 'the library libzstd.so.1 is missing')
  const found = find()
  if (found === undefined) throw turnstreamError('UNAVAILABLE', `no libzstd.so.1 in ${folders.join(', ')}`)
  const folder = join(libraries, 'platform', platform.folder)
  await mkdir(folder, { recursive: true })
  await copyFile(found, join(folder, 'libzstd.so'))
}

const jarsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter(name => name.endsWith('.jar'))

/** The transport is a module with a class loader of its own, and must not be found among the libraries. */
const moveTransport = async (libraries: string, module: string): Promise<void> => {
  await mkdir(module, { recursive: true })
  for (const jar of await jarsIn(libraries)) {
    if (/^(netty-|transport-netty4-|elasticsearch-ssl-config-)/.test(jar)) {
      await rename(join(libraries, jar), join(module, jar))
    }
  }
  const transport = (await jarsIn(module)).find(name => name.startsWith('transport-netty4-'))!
  const unzip = await ensureProgram('unzip', 'unzip')
  await exec(unzip, ['-q', '-o', '-j', join(module, transport), 'META-INF/es-plugins/transport-netty4/*', '-d', module])
}

const descriptor = (version: string): string => `description=Answers GET /
version=${version}
name=root
java.version=${leastJava}
elasticsearch.version=${version}
classname=local.root.RootPlugin
`

const make = async (home: string): Promise<void> => {
  const java = await elasticsearchJava()
  const libraries = join(home, 'lib')
  const classes = join(home, 'classes')
  const root = join(home, 'modules', 'root')
  await copyDependencies(pom, libraries, java)
  const jars = await jarsIn(libraries)
  const classpath = jars.map(jar => join(libraries, jar)).join(':')
  const compile = (into: string, source: string): Promise<string> =>
    exec(java.program, [
      '-m',
      `${compilerModule}/com.sun.tools.javac.Main`,
      '-nowarn',
      '-cp',
      classpath,
      '-d',
      into,
      source,
    ])
  await compile(join(classes, 'launcher'), launcher)
  await compile(join(classes, 'root'), rootPlugin)
  await mkdir(root, { recursive: true })
  await exec(java.program, [
    ...['-m', `${jarModule}/sun.tools.jar.Main`],
    ...['--create', '--file', join(root, 'root.jar'), '-C', join(classes, 'root'), '.'],
  ])
  const version = /^elasticsearch-(\d[\d.]*)\.jar$/.exec(jars.find(jar => /^elasticsearch-\d/.test(jar)) ?? '')?.[1]
  if (version === undefined) throw turnstreamError('UNAVAILABLE', 'Maven brought no elasticsearch jar')
  await writeFile(join(root, 'plugin-descriptor.properties'), descriptor(version))
  await moveTransport(libraries, join(home, 'modules', 'transport-netty4'))
  await copyZstd(libraries)
}

/**
 * The home of an Elasticsearch that can be started: the libraries from Maven Central, laid out as the server wants them, and two
 * classes of our own compiled against them.
 */
export const elasticsearchHome = (): Promise<string> => installed('elasticsearch', [pom, launcher, rootPlugin], make)

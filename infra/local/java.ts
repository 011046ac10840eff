import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { turnstreamError } from '../../processors/errors.ts'
import { aptInstall, aptOffers, findProgram } from './programs.ts'

export interface Java {
  readonly home: string
  readonly program: string
  readonly major: number
  readonly modules: ReadonlySet<string>
}

const installations = '/usr/lib/jvm'

/** What the file `release` of a Java home says; null where there is no Java. */
export const readJava = (home: string): Java | null => {
  const release = join(home, 'release')
  const program = join(home, 'bin', 'java')
  if (!existsSync(release) || !existsSync(program)) return null
  const value = (name: string): string =>
    new RegExp(`^${name}="(.*)"$`, 'm').exec(readFileSync(release, 'utf8'))?.[1] ?? ''
  const major = Number(/^\d+/.exec(value('JAVA_VERSION'))?.[0])
  return Number.isNaN(major) ? null : { home, program, major, modules: new Set(value('MODULES').split(' ')) }
}

/** Homes to look at: JAVA_HOME first, then the one on PATH, then what package managers installed. */
const homes = (): string[] => {
  const onPath = findProgram('java')
  return [
    ...(process.env.JAVA_HOME ? [process.env.JAVA_HOME] : []),
    ...(onPath === null ? [] : [dirname(dirname(realpathSync(onPath)))]),
    ...(existsSync(installations) ? readdirSync(installations).map(name => join(installations, name)) : []),
  ]
}

const find = (least: number, modules: readonly string[]): Java | undefined =>
  homes()
    .map(readJava)
    .filter(java => java !== null)
    .find(java => java.major >= least && modules.every(module => java.modules.has(module)))

const packages = [25, 21, 17].map(major => ({ major, name: `openjdk-${major}-jre-headless` }))

/** A Java of at least this version with these modules, installed by apt where that can be. UNAVAILABLE where there is none. */
export const ensureJava = async (least: number, who: string, modules: readonly string[] = []): Promise<Java> => {
  const found = find(least, modules)
  if (found) return found
  const having = modules.length > 0 ? ` with the modules ${modules.join(', ')}` : ''
  const why = `${who} needs Java ${least} or newer${having}, and none was found in JAVA_HOME, on PATH or under ${installations}`
  for (const { major, name } of packages) {
    if (major < least || !(await aptOffers(name))) continue
    await aptInstall([name], why)
    const installed = find(least, modules)
    if (installed) return installed
  }
  throw turnstreamError('UNAVAILABLE', `${why}; point JAVA_HOME at one`)
}

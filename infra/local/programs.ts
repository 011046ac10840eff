import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { turnstreamError } from '../../processors/errors.ts'
import { alone } from './alone.ts'
import { exec } from './exec.ts'

/** The path of a program, or null where PATH has none of that name. */
export const findProgram = (name: string, path = process.env.PATH ?? ''): string | null => {
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder, name)
    try {
      accessSync(candidate, constants.X_OK)
      return candidate
    } catch {}
  }
  return null
}

const canInstall = (): boolean => process.getuid?.() === 0 && findProgram('apt-get') !== null

// With run level 1 Debian does not start what it installs: a Redis of the system would take the port that others expect free.
const quiet = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }

let updated: Promise<string> | null = null

/** Reads the package lists anew, once in this process: a fresh machine has none, and offers nothing. */
const update = (): Promise<string> => {
  updated ??= exec('apt-get', ['update', '-qq'], { env: quiet })
  return updated
}

/** Whether there is a package of this name to install. */
export const aptOffers = async (name: string): Promise<boolean> => {
  if (findProgram('apt-cache') === null) return false
  if (canInstall()) await alone('apt', update)
  return /Candidate: (?!\(none\))/.test(await exec('apt-cache', ['policy', name]))
}

/** Installs packages of Debian or Ubuntu as root; UNAVAILABLE with the command to type otherwise. */
export const aptInstall = async (names: readonly string[], why: string): Promise<void> => {
  if (!canInstall()) {
    throw turnstreamError('UNAVAILABLE', `${why}: install it, for example with 'apt-get install ${names.join(' ')}'`)
  }
  process.stderr.write(`installing ${names.join(', ')}\n`)
  await alone('apt', async () => {
    await update()
    await exec('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env: quiet })
  })
}

/** The path of a program, from the package named where the machine lacks it. */
export const ensureProgram = async (name: string, packageName: string): Promise<string> => {
  const found = findProgram(name)
  if (found !== null) return found
  await aptInstall([packageName], `the program ${name} is missing`)
  const installed = findProgram(name)
  if (installed === null) throw turnstreamError('UNAVAILABLE', `${packageName} is installed, but brought no ${name}`)
  return installed
}

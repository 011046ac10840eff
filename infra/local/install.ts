import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { alone } from './alone.ts'
import { servicesDirectory } from './directory.ts'

/**
 * The folder of something downloaded or built once: named by what it is made from, so that an edit makes it anew, and moved into
 * place when it is whole, so that a download that broke off is never used.
 */
export const installed = async (
  name: string,
  madeFrom: readonly string[],
  make: (folder: string) => Promise<void>,
): Promise<string> => {
  const hash = createHash('sha256')
  for (const file of madeFrom) hash.update(await readFile(file))
  const folder = join(servicesDirectory(), 'downloads', `${name}-${hash.digest('hex').slice(0, 12)}`)
  if (existsSync(folder)) return folder
  return alone(folder, async () => {
    if (existsSync(folder)) return folder
    process.stderr.write(`${name}: downloading to ${folder}\n`)
    const partial = `${folder}.partial`
    await rm(partial, { recursive: true, force: true })
    await mkdir(partial, { recursive: true })
    await make(partial)
    await rename(partial, folder)
    return folder
  })
}

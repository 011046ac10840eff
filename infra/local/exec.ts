import { execFile } from 'node:child_process'
import { turnstreamError } from '../../processors/errors.ts'

const lastLines = (text: string, count: number): string => text.trim().split('\n').slice(-count).join('\n')

/** The stdout of a command that ends by itself. UNAVAILABLE, with its last lines, where it fails or is not there. */
export const exec = (
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(command, args, { ...options, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout)
      const said = lastLines(`${stdout}\n${stderr}`, 10)
      reject(
        turnstreamError('UNAVAILABLE', `${command} ${args.join(' ')} failed: ${said === '' ? error.message : said}`),
      )
    })
  })

import { once } from 'node:events'

/** Writes to stdout and waits for the reader where it is slower. */
export const print = async (text: string): Promise<void> => {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

/** Offsets are bigint; JSON has numbers. */
const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value)

export const toJsonLine = (value: unknown): string => `${JSON.stringify(value, plain)}\n`

/** The one result of a command: a JSON document with `json`, else the text made for people. */
export const printResult = <T>(json: boolean | undefined, value: T, text: (value: T) => string): Promise<void> =>
  print(json ? `${JSON.stringify(value, plain, 2)}\n` : `${text(value)}\n`)

/** A note for people beside the result, on stderr. */
export const note = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`)
}

/** A reader that has enough (`| head`) is no error. */
export const endQuietlyOnClosedOutput = (): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(process.exitCode ?? 0)
  })
}

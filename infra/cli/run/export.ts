import { turnstreamError } from '../../../processors/errors.ts'
import { exportTable, type Written } from '../../export/export.ts'
import { formatOf } from '../../export/format.ts'
import { ledger } from '../../export/ledger.ts'
import { turns } from '../../export/turns.ts'
import type { ExportedTable, ExportOptions } from '../commands/export.ts'
import { openLogToRead } from '../log.ts'
import { note, printResult } from '../output.ts'
import { startProgress } from '../progress.ts'
import { stopSignal } from '../stop-signal.ts'

const tables = { turns, ledger }

const numbers = new Intl.NumberFormat('en')

const formatNames = { parquet: 'Parquet', csv: 'CSV' }

const writtenText = ({ file, format, rows, bytes, first, last, unreadable, columns }: Written): string =>
  [
    `${numbers.format(rows)} ${rows === 1 ? 'row' : 'rows'} of ${columns.length} columns from ${first} to ${last} in ${file} (${formatNames[format]}, ${numbers.format(Math.ceil(bytes / 1_000))} kB)`,
    ...(unreadable === 0 ? [] : [`${numbers.format(unreadable)} records could not be read and are not among them.`]),
  ].join('\n')

/** Writes turns or the ledger to a file. Throws USAGE, and UNAVAILABLE without a log, without a row, and where the file cannot be written. */
export const exportLog = async (table: ExportedTable, file: string, options: ExportOptions): Promise<void> => {
  const { from: fromMs, to: toMs, tenant = null, texts = false, force = false, json } = options
  if (fromMs > toMs) throw turnstreamError('USAGE', '--from is later than --to: swap them')
  if (texts && table === 'ledger') throw turnstreamError('USAGE', 'the ledger has no texts: leave --texts out')
  const format = options.format ?? formatOf(file)
  const stop = new AbortController()
  void stopSignal().then(signal =>
    stop.abort(turnstreamError('UNAVAILABLE', `stopped by ${signal}; no file was written`)),
  )
  // Of a turn other events are asked for by their id; on Kafka that takes a copy of them all.
  const log = await openLogToRead(options, table === 'turns' ? 'index' : 'records')
  const progress = startProgress('records')
  try {
    const written = await exportTable(
      { table: tables[table], file, format, fromMs, toMs, tenant, texts, force },
      {
        ...{ log, signal: stop.signal, onProgress: progress.update },
        onTrouble: error => note(`turnstream: ${(error as Error).message}`),
      },
    )
    progress.stop()
    await printResult(json, written, writtenText)
  } finally {
    progress.stop()
    await log.close()
  }
}
